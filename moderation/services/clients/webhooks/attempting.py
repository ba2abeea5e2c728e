"""Attempts what waits in an outbox or an inbox, again and again, for three days.

An attempt is marked before it is made, by moving the time of the next one to when this one counts
as lost.  So a process that dies loses nothing; at worst something is attempted twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import CoralEvent, Delivery, WebhookEndpoint
from moderation.services.clients.webhooks import endpoint_health
from moderation.services.clients.webhooks.retrying import WAITS, wait
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.events import distributing

logger = logging.getLogger(__name__)

WAITING, FAILED = "waiting", "failed"
ATTEMPT = timedelta(seconds=60)
AT_ONCE = 50


class GivenUp(Exception):
    """What waits will never be taken; the message says why."""


Row = TypeVar("Row", Delivery, CoralEvent)


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row]):
    """Rows that wait, of one model, and how one is attempted.

    `rows` finds those that may be attempted once they are due, `system` whom an attempt asks.
    `attempt` raises NotSent, to be tried again, or GivenUp.  `done` is the status of what was
    taken, `noted` gives the further fields that an answer sets.
    """

    rows: Callable[[], QuerySet[Row]]
    system: Callable[[Row], WebhookEndpoint]
    attempt: Callable[[Row], Answer]
    done: str
    noted: Callable[[Answer | None], dict[str, Any]] = lambda _: {}


def work(queue: Queue[Row]) -> int:
    """Attempt everything that is due; return how much was taken."""
    taken = 0
    while due := _lease(queue):
        taken += _attempt_all(queue, due)
    return taken


@transaction.atomic
def _lease(queue: Queue[Row]) -> list[Row]:
    """Some rows that are due, which no other process attempts meanwhile."""
    now = timezone.now()
    due = queue.rows().filter(status=WAITING, next_at__lte=now).order_by("next_at", "pk")
    leased = list(
        due.select_for_update(of=("self",), skip_locked=distributing.skips_locked())[:AT_ONCE]
    )
    systems = {queue.system(row).pk for row in leased}
    # What a system refuses is the last that it gets this time.
    _update(leased, next_at=now + ATTEMPT * (len(systems) + 1))
    return leased


def _attempt_all(queue: Queue[Row], due: list[Row]) -> int:
    """Attempt rows in order; what a system refuses is the last that it gets this time.

    So a system that is down takes the time of one attempt, not of all that waits for it.
    """
    taken, failing = 0, dict[int, NotSent]()
    for row in due:
        system = queue.system(row).pk
        if system in failing:
            _update([row], next_at=_next_at(max(1, row.attempts), failing[system]))
        elif failure := _attempt(queue, row):
            failing[system] = failure
        else:
            taken += 1
    return taken


def _attempt(queue: Queue[Row], row: Row) -> NotSent | None:
    """Attempt one row; return why its system is not to be asked for more, if that is so."""
    try:
        answer = queue.attempt(row)
    except NotSent as failure:
        return _fail(queue, row, failure)
    except GivenUp as why:
        _store(queue, row, None, str(why), status=FAILED)
    except Exception as error:  # noqa: BLE001 -- one row must not stop the others
        logger.error("%s could not be attempted: %s", row._meta.verbose_name, type(error).__name__)
        _retry(queue, row, NotSent(type(error).__name__))
    else:
        if not answer.is_taken:
            return _fail(queue, row, NotSent(answer.text, answer))
        _succeed(queue, row, answer)
    return None


@transaction.atomic
def _succeed(queue: Queue[Row], row: Row, answer: Answer) -> None:
    _store(queue, row, answer, answer.text, status=queue.done)
    endpoint_health.note(queue.system(row), taken=True)


@transaction.atomic
def _fail(queue: Queue[Row], row: Row, failure: NotSent) -> NotSent:
    _retry(queue, row, failure)
    endpoint_health.note(queue.system(row), taken=False)
    return failure


def _retry(queue: Queue[Row], row: Row, failure: NotSent) -> None:
    attempts = row.attempts + 1
    changed: dict[str, Any] = {"status": FAILED}
    if attempts <= len(WAITS):
        changed = {"next_at": _next_at(attempts, failure)}
    _store(queue, row, failure.answer, str(failure), **changed)


def _next_at(attempts: int, failure: NotSent) -> datetime:
    return timezone.now() + max(wait(attempts), failure.retry_after)


def _store(queue: Queue[Row], row: Row, answer: Answer | None, text: str, **changed: Any) -> None:
    _update([row], attempts=row.attempts + 1, answer=text, **queue.noted(answer), **changed)


def _update(rows: list[Row], **changed: Any) -> None:
    if rows:
        found = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
        found.update(**changed)
