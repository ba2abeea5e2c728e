"""Delivers events to endpoints: each in the way of its protocol, at least once, under one id."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Delivery, WebhookEndpoint
from moderation.services.clients.webhooks import attempting, payloads, sending, signing
from moderation.services.clients.webhooks.attempting import Queue
from moderation.services.clients.webhooks.sending import Answer
from moderation.services.events import distributing

USER_AGENT = "Comity-Webhooks/1"

# Delivers one event.  Raises NotSent, to be tried again, or GivenUp.
Send = Callable[[Delivery], Answer]


def send(delivery: Delivery) -> Answer:
    """Send an event to a webhook endpoint."""
    endpoint, event = delivery.endpoint, delivery.event
    body = payloads.payload(event, endpoint)
    signed = signing.headers(endpoint.secret, payloads.message_id(event), int(time.time()), body)
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **signed}
    return sending.post(endpoint.url, body, headers)


WEBHOOKS: Mapping[str, Send] = {WebhookEndpoint.Protocol.WEBHOOK: send}


def deliver_due(senders: Mapping[str, Send] = WEBHOOKS) -> int:
    """Distribute new events and make the attempts that are due; return how many were taken.

    `senders` are those of each protocol that endpoints may have.
    """
    while distributing.distribute() == distributing.BATCH:
        pass
    return attempting.work(
        Queue(
            rows=partial(_to_active, senders),
            system=lambda delivery: delivery.endpoint,
            attempt=lambda delivery: senders[delivery.endpoint.protocol](delivery),
            done=Delivery.Status.DELIVERED,
            noted=_noted,
        )
    )


def _to_active(senders: Mapping[str, Send]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        endpoint__status=WebhookEndpoint.Status.ACTIVE, endpoint__protocol__in=senders
    ).select_related("endpoint", "event__comment__article", "event__comment__author")


def _noted(answer: Answer | None) -> dict[str, Any]:
    return {"answered_at": timezone.now(), "answer_status": answer.status if answer else None}
