"""Coral's events: stored when they come, and worked until Coral's API has told what they are about.

Events carry ids only, may come twice and in any order.  So working one brings what is stored here
to where Coral stands now, whatever the event said.
"""

from datetime import timedelta
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Author, Comment
from articles.text import storable
from moderation.models import CoralConnection, CoralEvent, WebhookEndpoint
from moderation.services.clients.webhooks import attempting
from moderation.services.clients.webhooks.attempting import Queue
from moderation.services.clients.webhooks.sending import Answer
from moderation.services.connections import stories
from moderation.services.connections.coral import answers, client, filing
from moderation.services.events import distributing

STORY_CREATED = "STORY_CREATED"
ABOUT_COMMENTS = (
    "COMMENT_CREATED",
    "COMMENT_REPLY_CREATED",
    "COMMENT_ENTERED_MODERATION_QUEUE",
    "COMMENT_LEFT_MODERATION_QUEUE",
)
# Ours: a comment may have been edited, which Coral has no event for.
EDITED = "COMMENT_EDITED"
# Coral stores an edit once the phase has answered, and allows edits for minutes at most.
STORED_AFTER = timedelta(seconds=5)
EDITABLE = timedelta(hours=1)
FIELDS = ("storyID", "commentID", "queue")
LONGEST_ID = 100
AT_ONCE = 50
DONE = 200


def store(*, connection: CoralConnection, uid: str, kind: str, data: dict[str, object]) -> None:
    """Store an event to be worked, once; kinds that nothing is done about are not stored."""
    if kind not in (STORY_CREATED, *ABOUT_COMMENTS):
        return
    told = {name: storable(own) for name in FIELDS if isinstance(own := data.get(name), str)}
    CoralEvent.objects.get_or_create(
        connection=connection, uid=storable(uid)[:LONGEST_ID], defaults={"kind": kind, "data": told}
    )


def look_again(*, connection: CoralConnection, article: Article, author: Author) -> None:
    """Have the author's recent comments fetched once more: one of them is being edited.

    The phase, which alone is told of an edit, is not told the comment's id.
    """
    now = timezone.now()
    prefix = f"{connection.source}:"
    recent = Comment.objects.filter(
        article=article,
        author=author.pk,
        posted_at__gt=now - EDITABLE,
        source_id__startswith=prefix,
    )
    CoralEvent.objects.bulk_create(
        CoralEvent(
            connection=connection,
            uid=f"edit {uuid4()}",
            kind=EDITED,
            data={"commentID": str(source_id).removeprefix(prefix)},
            next_at=now + STORED_AFTER,
        )
        for source_id in recent.order_by("-pk").values_list("source_id", flat=True)[:AT_ONCE]
    )


def work_due() -> int:
    """Work the events that are due, and return how many are done."""
    answers.forget_old()
    return attempting.work(EVENTS)


def work_again(*, events: QuerySet[CoralEvent]) -> int:
    """Let each of `events` be worked once more, whatever came of it; return their number."""
    return events.update(
        status=CoralEvent.Status.WAITING, attempts=0, next_at=timezone.now(), answer=""
    )


def forget_old() -> None:
    """Delete events that are older than those that are sent, unless they wait."""
    old = CoralEvent.objects.filter(received_at__lt=timezone.now() - distributing.KEPT)
    old.exclude(status=CoralEvent.Status.WAITING).delete()


def _of_connected() -> QuerySet[CoralEvent]:
    connected = CoralEvent.objects.exclude(connection__endpoint__status=WebhookEndpoint.Status.OFF)
    return connected.select_related("connection__endpoint", "connection__moderator")


def _work(event: CoralEvent) -> Answer:
    """Do what an event needs, and return what came of it."""
    connection, data = event.connection, event.data
    if event.kind == STORY_CREATED:
        story = client.story(connection, data.get("storyID", ""))
        if story is None:
            return Answer(DONE, "Coral has no such story.")
        return Answer(DONE, f"Article {stories.article_of(connection, story).pk}")
    comment = filing.refresh(
        connection, data.get("commentID", ""), reported=data.get("queue") == "REPORTED"
    )
    return Answer(DONE, f"Comment {comment.pk}" if comment else "There is nothing to file.")


EVENTS: Queue[CoralEvent] = Queue(
    rows=_of_connected,
    system=lambda event: event.connection.endpoint,
    attempt=_work,
    done=CoralEvent.Status.DONE,
)
