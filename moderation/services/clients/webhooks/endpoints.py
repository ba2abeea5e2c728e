"""Endpoints: created, resumed, and sent past events once more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Delivery, Event, EventKind, WebhookEndpoint
from moderation.services.clients.webhooks import signing

Status = WebhookEndpoint.Status


@transaction.atomic
def create(
    *, name: str, url: str, kinds: Collection[EventKind] = (), content: str = "ids"
) -> WebhookEndpoint:
    """Create an endpoint with a new secret.  Raises IntegrityError if the name is taken."""
    return WebhookEndpoint.objects.create(
        name=name,
        url=url,
        kinds=[kind.value for kind in EventKind.for_webhooks() if kind in kinds],
        content=content,
        secret=signing.new_secret(),
    )


def paused() -> int:
    """How many endpoints are paused because they kept failing."""
    return WebhookEndpoint.objects.filter(status=Status.PAUSED).count()


def switch_off(*, endpoint: WebhookEndpoint) -> None:
    """Send nothing more to an endpoint; what waits for it waits, and new events are not for it."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(status=Status.OFF)


@transaction.atomic
def resume(*, endpoint: WebhookEndpoint) -> None:
    """Send again to a paused endpoint, what waits for it first."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(status=Status.ACTIVE, failing_since=None)
    Delivery.objects.waiting().filter(endpoint=endpoint).update(next_at=timezone.now())


@transaction.atomic
def replay(*, deliveries: QuerySet[Delivery]) -> int:
    """Send each of `deliveries` once more, whatever came of it, and return their number."""
    return deliveries.update(
        status=Delivery.Status.WAITING, attempts=0, next_at=timezone.now(), answer=""
    )


@transaction.atomic
def replay_between(*, endpoint: WebhookEndpoint, since: datetime, until: datetime) -> int:
    """Send the events of a time once more to `endpoint`, also those that it was never sent."""
    events = Event.objects.filter(occurred_at__gte=since, occurred_at__lt=until)
    wanted = events.filter(kind__in=endpoint.kinds) if endpoint.kinds else events
    wanted = wanted.filter(distributed_at__isnull=False).exclude(kind=EventKind.ALERT)
    if endpoint.source:
        wanted = wanted.filter(comment__source_id__startswith=f"{endpoint.source}:")
    known = Delivery.objects.filter(endpoint=endpoint, event__in=wanted)
    new = wanted.exclude(pk__in=known.values("event"))
    again = replay(deliveries=known)
    created = Delivery.objects.bulk_create(
        [Delivery(event=event, endpoint=endpoint) for event in new], batch_size=500
    )
    return again + len(created)
