"""Puts messages into the outbox, addressed to their channel: sent and retried as webhooks are."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from moderation.models import AlertChannel, Delivery, Event, EventKind


@transaction.atomic
def send_later(channel: AlertChannel, data: Mapping[str, Any]) -> None:
    """Store a message about `data`: ids and numbers, of which the text is made when it is sent."""
    event = Event.objects.create(
        kind=EventKind.ALERT, data=dict(data), distributed_at=timezone.now()
    )
    Delivery.objects.create(event=event, endpoint=channel.endpoint)
