"""Connections to WordPress: made, paused and resumed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from moderation.models import EventKind, WebhookEndpoint, WordPressConnection
from moderation.services.clients.webhooks import endpoints
from moderation.services.connections import joining

SOURCE = "wordpress"
# All that may change what readers see of a comment.
KINDS = (
    EventKind.COMMENT_PUBLISHED,
    EventKind.COMMENT_HELD,
    EventKind.COMMENT_REMOVED,
    EventKind.COMMENT_EDITED,
    EventKind.COMMENT_ERASED,
    EventKind.DECISION_MADE,
    EventKind.DECISION_UNDONE,
)


@transaction.atomic
def create(
    *,
    name: str,
    url: str,
    username: str,
    password: str,
    section: str = "",
    source: str = SOURCE,
    since: datetime | None = None,
    publishes: bool = False,
) -> WordPressConnection:
    """Connect the WordPress at `url`, from the comments of `since` on, or from now.

    `source` is what its ids begin with: that of an archive that was imported, so that its comments
    are known.  Raises IntegrityError if there is a connection or an endpoint of this name.
    """
    endpoint, moderator = joining.create(
        system="WordPress",
        name=name,
        url=url,
        protocol=WebhookEndpoint.Protocol.WORDPRESS,
        source=source,
        kinds=KINDS,
    )
    # WordPress is asked for what is later than a moment, and counts in seconds.
    begin = (since or timezone.now()).replace(microsecond=0) - timedelta(seconds=1)
    return WordPressConnection.objects.create(
        endpoint=endpoint,
        username=username,
        password=password,
        section=section,
        publishes=publishes,
        moderator=moderator,
        read_from=begin.isoformat(),
    )


def pause(*, connection: WordPressConnection) -> None:
    """Read nothing more, and send no decisions; what is decided meanwhile is not sent later."""
    endpoints.switch_off(endpoint=connection.endpoint)


@transaction.atomic
def resume(*, connection: WordPressConnection) -> None:
    """Read and send again, beginning where it stopped."""
    endpoints.resume(endpoint=connection.endpoint)
    WordPressConnection.objects.filter(pk=connection.pk).update(next_at=timezone.now(), attempts=0)
