"""Connections to Coral: made, paused and resumed, and the secrets that Coral signs with."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from moderation.models import CoralConnection, CoralEvent, CoralSecret, EventKind, WebhookEndpoint
from moderation.services.clients.webhooks import endpoints
from moderation.services.connections import joining

SOURCE = "coral"
KINDS = (EventKind.DECISION_MADE, EventKind.DECISION_UNDONE)
# For how long Coral may sign with the former secret, too, if nothing else is said.
OVERLAP = timedelta(days=1)


@transaction.atomic
def create(
    *, name: str, url: str, token: str, section: str = "", source: str = SOURCE
) -> CoralConnection:
    """Connect the Coral at `url`, with the token of one of its administrators.

    `source` is what its ids begin with: that of an archive that was imported, so that its comments
    are known.  Raises IntegrityError if there is a connection or an endpoint of this name.
    """
    endpoint, moderator = joining.create(
        system="Coral",
        name=name,
        url=url,
        protocol=WebhookEndpoint.Protocol.CORAL,
        source=source,
        kinds=KINDS,
    )
    return CoralConnection.objects.create(
        endpoint=endpoint, token=token, section=section, moderator=moderator
    )


@transaction.atomic
def set_secret(
    *,
    connection: CoralConnection,
    purpose: CoralSecret.Purpose,
    secret: str,
    overlap: timedelta = OVERLAP,
) -> None:
    """Accept what is signed with `secret`, and for a while what is signed with the former ones."""
    now = timezone.now()
    own = connection.secrets.filter(purpose=purpose)
    own.filter(expires_at__lte=now).exclude(secret=secret).delete()
    own.filter(expires_at__isnull=True).exclude(secret=secret).update(expires_at=now + overlap)
    CoralSecret.objects.update_or_create(
        connection=connection, purpose=purpose, secret=secret, defaults={"expires_at": None}
    )


def pause(*, connection: CoralConnection) -> None:
    """Let comments pass unjudged, keep events for later, and send no decisions."""
    endpoints.switch_off(endpoint=connection.endpoint)


@transaction.atomic
def resume(*, connection: CoralConnection) -> None:
    """Judge, work and send again, beginning with what waits."""
    endpoints.resume(endpoint=connection.endpoint)
    waiting = connection.events.filter(status=CoralEvent.Status.WAITING)
    waiting.update(next_at=timezone.now())
