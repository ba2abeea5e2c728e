"""Delivers what waits, again and again until it is taken, for three days.

An attempt is marked before it is made, by moving the time of the next one to when this one counts
as lost.  So a process that dies loses nothing; at worst an event is sent twice, under one id.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from articles import mail_setup
from moderation.models import Delivery, WebhookEndpoint
from moderation.permissions import may_change_webhooks
from moderation.services.clients.webhooks import payloads, sending, signing
from moderation.services.clients.webhooks.retrying import WAITS, wait
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.events import distributing

logger = logging.getLogger(__name__)

Status = Delivery.Status
ATTEMPT = timedelta(seconds=60)
PAUSED_AFTER = timedelta(days=1)
AT_ONCE = 50
USER_AGENT = "Comity-Webhooks/1"


class GivenUp(Exception):
    """A delivery will never be taken; the message says why."""


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
    taken = 0
    while due := _lease(senders):
        taken += _attempt_all(due, senders)
    return taken


def _attempt_all(due: list[Delivery], senders: Mapping[str, Send]) -> int:
    """Attempt deliveries in order; what an endpoint refuses is the last that it gets this time.

    So an endpoint that is down takes the time of one attempt, not of all that waits for it.
    """
    taken, failing = 0, set()
    for delivery in due:
        if delivery.endpoint_id in failing:
            _postpone(delivery)
        elif _attempt(delivery, senders[delivery.endpoint.protocol]):
            taken += 1
        else:
            failing.add(delivery.endpoint_id)
    return taken


def _postpone(delivery: Delivery) -> None:
    next_at = timezone.now() + wait(max(1, delivery.attempts))
    Delivery.objects.filter(pk=delivery.pk).update(next_at=next_at)


@transaction.atomic
def _lease(senders: Mapping[str, Send]) -> list[Delivery]:
    """Some deliveries that are due, which no other process attempts meanwhile."""
    now = timezone.now()
    due = Delivery.objects.waiting().filter(
        next_at__lte=now,
        endpoint__status=WebhookEndpoint.Status.ACTIVE,
        endpoint__protocol__in=senders,
    )
    rows = due.order_by("next_at", "pk").select_for_update(
        of=("self",), skip_locked=distributing.skips_locked()
    )
    leased = list(rows.select_related("endpoint", *_SENT)[:AT_ONCE])
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in leased]).update(
        next_at=now + ATTEMPT * (len({delivery.endpoint_id for delivery in leased}) + 1)
    )
    return leased


_SENT = ("event__comment__article", "event__comment__author")


def _attempt(delivery: Delivery, send: Send) -> bool:
    """Whether the endpoint may be asked for the next one: it took this one, or nothing can."""
    try:
        answer = send(delivery)
    except NotSent as failure:
        return _store(delivery, None, str(failure))
    except GivenUp as why:
        return _give_up(delivery, str(why))
    return _store(delivery, answer, answer.text)


def _give_up(delivery: Delivery, why: str) -> bool:
    Delivery.objects.filter(pk=delivery.pk).update(
        status=Status.FAILED,
        attempts=delivery.attempts + 1,
        answered_at=timezone.now(),
        answer_status=None,
        answer=why,
    )
    return True


@transaction.atomic
def _store(delivery: Delivery, answer: Answer | None, text: str) -> bool:
    """Store what came of an attempt; return whether the event was taken."""
    now = timezone.now()
    taken = answer is not None and answer.is_taken
    delivery.attempts += 1
    delivery.answered_at, delivery.answer = now, text
    delivery.answer_status = answer.status if answer else None
    if taken:
        delivery.status = Status.DELIVERED
    elif delivery.attempts > len(WAITS):
        delivery.status = Status.FAILED
    else:
        delivery.next_at = now + wait(delivery.attempts)
    delivery.save(
        update_fields=[
            "attempts",
            "answered_at",
            "answer",
            "answer_status",
            "status",
            "next_at",
        ]
    )
    note(delivery.endpoint, taken=taken)
    return taken


def note(endpoint: WebhookEndpoint, *, taken: bool) -> None:
    """Note how the endpoint does; pause it once it has taken nothing for a day."""
    own = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    if taken:
        own.exclude(failing_since=None).update(failing_since=None)
        return
    now = timezone.now()
    own.filter(failing_since=None).update(failing_since=now)
    active = own.filter(status=WebhookEndpoint.Status.ACTIVE)
    if active.filter(failing_since__lte=now - PAUSED_AFTER).update(
        status=WebhookEndpoint.Status.PAUSED
    ):
        _tell_of_pause(endpoint)


def _tell_of_pause(endpoint: WebhookEndpoint) -> None:
    """Tell who may resume it; /healthz says it too."""
    logger.error("The webhook endpoint %s is paused: it has taken nothing for a day", endpoint)
    told = [user.email for user in may_change_webhooks() if user.email]
    text = (
        f"{endpoint.url} has taken nothing for a day. Events wait for it and are not lost. "
        "Correct the address or the receiver, then resume the endpoint in the admin."
    )
    subject = f"{settings.SITE_NAME}: the webhook “{endpoint.name}” is paused"
    transaction.on_commit(lambda: _mail(subject, text, told))


def _mail(subject: str, text: str, told: list[str]) -> None:
    if not told or mail_setup.unset():
        return
    try:
        EmailMessage(subject, text, bcc=told).send()
    except (OSError, SMTPException) as error:
        logger.error("Nobody was told that a webhook is paused: %s", type(error).__name__)
