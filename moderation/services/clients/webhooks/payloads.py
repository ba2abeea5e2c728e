"""What is sent of an event: its kind and time, ids and statuses, and the text where asked for."""

import json
from typing import Any

from django.conf import settings

from articles.models import Comment
from moderation.models import Event, WebhookEndpoint


def message_id(event: Event) -> str:
    """The same each time the event is sent, so that a receiver knows one it has."""
    return f"evt_{event.uid.hex}"


def payload(event: Event, endpoint: WebhookEndpoint) -> bytes:
    """The JSON of an event whose comment, article and author are loaded, if it has one."""
    data: dict[str, Any] = dict(event.data)
    if event.comment:
        data |= _of_comment(event.comment)
        # Grows with each event of a comment: a later one may arrive first.
        data["sequence"] = event.pk
        if endpoint.content == "text":
            data |= {"text": event.comment.text, "name": event.comment.author_name}
    document = {
        "type": event.kind,
        "timestamp": event.occurred_at.isoformat(),
        "data": data,
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def _of_comment(comment: Comment) -> dict[str, Any]:
    return {
        "comment": comment.pk,
        "comment_url": f"{settings.SITE_URL.rstrip('/')}{comment.get_absolute_url()}",
        "article": comment.article_id,
        "article_external_id": comment.article.external_id,
        "author": comment.author_id,
        "author_external_id": comment.author.external_id,
    }
