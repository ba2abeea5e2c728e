"""Counting cases, exactly up to COUNTED_UP_TO.

Each count is of a sub-select that stops there, so that it costs the same however many cases are
open. That of a whole queue reads nothing but the index `open_items_counted`.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.models.review import ReviewItemQuerySet
from moderation.services.desk.listing import Filters, cases

COUNTED_UP_TO = 10_000
Queue = ReviewItem.Queue


def counts(moment: datetime | None = None) -> dict[Queue, int]:
    """Return the number of due cases in each queue, in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for queue in Queue:
        sql, params = _bounded(cases(queue, Filters(), moment)).query.sql_with_params()
        parts.append(f"SELECT COUNT(*) FROM ({sql}) counted")  # noqa: S608 -- Django's own SQL
        values += params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return dict(zip(Queue, (number for (number,) in cursor.fetchall()), strict=True))


def count(found: ReviewItemQuerySet) -> int:
    return _bounded(found).count()


def done_today(moderator: User) -> int:
    """Return how many of the moderator's decisions of this day are in force."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    own = Decision.objects.standing().filter(moderator=moderator, decided_at__gte=midnight)
    return own.count()


def _bounded(found: ReviewItemQuerySet) -> QuerySet[ReviewItem, Any]:
    return found.order_by().values("pk")[: COUNTED_UP_TO + 1]
