"""Counting cases, exactly up to COUNTED_UP_TO.

Each count is of a sub-select that stops there, so that it costs the same however many cases are
open. That of a whole queue reads nothing but the index `open_items_counted`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache as memoized
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.models.review import ReviewItemQuerySet
from moderation.permissions import limited_to, sections_of
from moderation.services.desk.listing import Filters, cases

COUNTED_UP_TO = 10_000
# Seconds; open pages ask for news as often.
KEPT = 20
SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
SOMEBODY = -1
Queue = ReviewItem.Queue


def counts(moderator: User, moment: datetime | None = None) -> dict[Queue, int]:
    """Return the number of due cases for `moderator` in each queue, in one statement."""
    sql, values = _statement(sections_of(moderator))
    due = connection.ops.adapt_datetimefield_value(moment or timezone.now())
    actual = {_some_moment(): due, SOMEBODY: moderator.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, [actual.get(value, value) for value in values])
        return dict(zip(Queue, (number for (number,) in cursor.fetchall()), strict=True))


@memoized
def _statement(sections: frozenset[str] | None) -> tuple[str, list[Any]]:
    """Return the statement of `counts` for who moderates `sections`, and its parameters, with
    `_some_moment` for the moment and SOMEBODY for the moderator.

    Building it takes longer than running it, and every page of the desk needs it.
    """
    moderator = limited_to(User(pk=SOMEBODY), sections)
    parts: list[str] = []
    values: list[Any] = []
    for queue in Queue:
        found = _bounded(cases(queue, Filters(), SOME_MOMENT, moderator=moderator))
        sql, params = found.query.sql_with_params()
        parts.append(f"SELECT COUNT(*) FROM ({sql}) counted")  # noqa: S608 -- Django's own SQL
        values += params
    return " UNION ALL ".join(parts), values


@memoized
def _some_moment() -> Any:
    return connection.ops.adapt_datetimefield_value(SOME_MOMENT)


def counts_of(found: Sequence[ReviewItemQuerySet]) -> list[int]:
    """Return the number of each of the lists of cases `found`, in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for each in found:
        sql, params = _bounded(each).query.sql_with_params()
        parts.append(f"SELECT COUNT(*) FROM ({sql}) counted")  # noqa: S608 -- Django's own SQL
        values += params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [number for (number,) in cursor.fetchall()]


def count(found: ReviewItemQuerySet) -> int:
    return _bounded(found).count()


def left(found: ReviewItemQuerySet, *asked: object) -> int:
    """Return `count` of what was `asked` for, at most KEPT seconds old.

    A filter reads more than an index, some 10 µs for each case, so its count is kept. With the
    number of the moderator's own decisions in `asked`, each of theirs counts anew.
    """
    key = f"desk-left-{sha256(repr(asked).encode()).hexdigest()}"
    kept: int | None = cache.get(key)
    if kept is None:
        kept = count(found)
        cache.set(key, kept, KEPT)
    return kept


def done_today(moderator: User) -> int:
    """Return how many of the moderator's decisions of this day are in force."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    own = Decision.objects.standing().filter(moderator=moderator, decided_at__gte=midnight)
    return own.count()


def _bounded(found: ReviewItemQuerySet) -> QuerySet[ReviewItem, Any]:
    return found.order_by().values("pk")[: COUNTED_UP_TO + 1]
