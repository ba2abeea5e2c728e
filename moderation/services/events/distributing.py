"""Addresses events to the endpoints that want them."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from moderation.models import Delivery, Event, WebhookEndpoint

BATCH = 500
# Events and their deliveries are kept for so long.
KEPT = timedelta(days=30)


@transaction.atomic
def distribute() -> int:
    """Create the deliveries of a batch of events, and return the number of events.

    By a mark on each event, not by the last id: a transaction that began earlier may commit later.
    A paused endpoint keeps its deliveries for later; one that is switched off gets none.
    """
    waiting = Event.objects.filter(distributed_at__isnull=True).order_by("pk")
    locked = waiting.select_for_update(of=("self",), skip_locked=skips_locked())
    events = list(locked.select_related("comment")[:BATCH])
    if not events:
        return 0
    endpoints = list(WebhookEndpoint.objects.exclude(status=WebhookEndpoint.Status.OFF))
    Delivery.objects.bulk_create(
        Delivery(event=event, endpoint=endpoint)
        for event in events
        for endpoint in endpoints
        if endpoint.wants(event)
    )
    Event.objects.filter(pk__in=[event.pk for event in events]).update(
        distributed_at=timezone.now()
    )
    return len(events)


def forget_old() -> int:
    """Delete events that are older than KEPT, with their deliveries; return their number."""
    old = Event.objects.filter(
        occurred_at__lt=timezone.now() - KEPT, distributed_at__isnull=False
    ).exclude(deliveries__status=Delivery.Status.WAITING)
    return old.delete()[1].get("moderation.Event", 0)


def skips_locked() -> bool:
    """Whether the database can pass over rows that another process has locked.

    SQLite lets one process write at a time.
    """
    return connection.features.has_select_for_update_skip_locked
