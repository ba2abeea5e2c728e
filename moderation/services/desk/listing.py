"""Listing the cases of a queue: filters, order, pages.

Pages are found by key rather than offset, so that the last page of a hundred thousand cases is as
fast as the first.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Abs
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import row_ids
from moderation.models import Finding, ReviewItem, Score
from moderation.models.review import ReviewItemQuerySet
from moderation.permissions import of_own_sections

PAGE_SIZE = 8
Queue = ReviewItem.Queue


class Order(models.TextChoices):
    WORST = "worst", _("Worst first")
    UNCERTAIN = "uncertain", _("Most uncertain first")
    OLDEST = "oldest", _("Oldest first")
    REPORTED = "reported", _("Most reported first")
    DUE = "due", _("Due soonest first")


MOMENTS = ("opened_at", "deferred_until")

# Sorts behind every probability: its distance from 0.5 is larger.
UNMEASURED = 1.0

# The column of each order, and whether it descends.
KEYS = {
    Order.WORST: ("priority", True),
    Order.UNCERTAIN: ("uncertainty", False),
    Order.OLDEST: ("opened_at", False),
    Order.REPORTED: ("reports", True),
    Order.DUE: ("deferred_until", False),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a queue; empty fields do not filter.

    `clause` is the clause's words, which stay the same from version to version. `reported` leaves
    out cases without reports; `assigned_to_anybody` keeps those that are assigned to others.
    """

    clause: str = ""
    article: int | None = None
    section: str = ""
    language: str = ""
    author: int | None = None
    at_least: float | None = None
    at_most: float | None = None
    older_than: timedelta | None = None
    reported: bool = False
    assigned_to_anybody: bool = False

    def without_range(self) -> "Filters":
        return replace(self, at_least=None, at_most=None)


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in order; `next` is the key of the following page, empty on the last."""

    items: list[ReviewItem]
    next: str


def cases(
    queue: Queue,
    filters: Filters,
    moment: datetime | None = None,
    *,
    moderator: User | None = None,
) -> ReviewItemQuerySet:
    """Return the open cases of `queue` that are due and match `filters`; those that are for
    `moderator`, or all.
    """
    moment = moment or timezone.now()
    found = _in_queue(queue).due_at(moment)
    if moderator is not None:
        found = passing_over(of_own_sections(found, moderator), filters, moderator)
    return narrowed(found, filters, moment)


def passing_over(
    found: ReviewItemQuerySet, filters: Filters, moderator: User
) -> ReviewItemQuerySet:
    """Leave out cases that are assigned to others, unless `filters` keep them."""
    return found if filters.assigned_to_anybody else found.not_assigned_to_others(moderator)


def narrowed(found: ReviewItemQuerySet, filters: Filters, moment: datetime) -> ReviewItemQuerySet:
    """Return the cases of `found` that match `filters`."""
    if filters.clause:
        broken = Finding.objects.filter(comment=OuterRef("comment"), clause__quote=filters.clause)
        found = found.filter(Exists(broken))
    if filters.language:
        written = Score.objects.of_active_release().in_language(filters.language)
        found = found.filter(Exists(written.filter(comment=OuterRef("comment"))))
    if filters.older_than is not None:
        found = found.filter(opened_at__lte=moment - filters.older_than)
    if filters.reported:
        found = found.filter(reports__gt=0)
    wanted = {
        "comment__article": filters.article,
        "comment__article__section": filters.section or None,
        "comment__author": filters.author,
        "probability__gte": filters.at_least,
        "probability__lte": filters.at_most,
    }
    return found.filter(**{name: value for name, value in wanted.items() if value is not None})


def page(found: ReviewItemQuerySet, order: Order, after: str = "", size: int = PAGE_SIZE) -> Page:
    """Return the `size` cases of `found` that follow the key `after` in `order`.

    An invalid key gives the first page.
    """
    column, descending = KEYS[order]
    # Few cases have any of these: nothing is read for the others.
    found = found.prefetch_related("claimed_by", "taken_from", "assigned_to", "assigned_by")
    unmeasured = found.none()
    key = _read_key(after, column)
    if order == Order.UNCERTAIN:
        unmeasured = _unmeasured(found, key)
        found = found.filter(probability__isnull=False)
        found = found.annotate(uncertainty=Abs(F("probability") - 0.5))
    if order == Order.DUE:  # a case that was never snoozed is not due at a moment
        found = found.filter(deferred_until__isnull=False)
    if key:
        found = found.filter(_beyond(column, descending, *key))
    ordered = found.order_by(f"-{column}" if descending else column, "id")
    items = list(ordered[: size + 1])
    if len(items) <= size:
        items += unmeasured[: size + 1 - len(items)]
    more = len(items) > size
    return Page(items[:size], _write_key(items[size - 1], column) if more else "")


def key_of(item: ReviewItem, order: Order) -> str:
    """Return the key of the page that follows `item`, which a page of that `order` has shown."""
    return _write_key(item, KEYS[order][0])


def newest_id() -> int:
    """Return the id of the newest case; cases that arrive later have larger ones."""
    return ReviewItem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _in_queue(queue: Queue) -> ReviewItemQuerySet:
    """Reported comments include those of other queues, except appeals and escalated cases."""
    found = ReviewItem.objects.open()
    if queue != Queue.REPORTED:
        return found.filter(queue=queue)
    return found.filter(reports__gt=0).exclude(queue__in=[Queue.APPEALS, Queue.ESCALATED])


def _unmeasured(found: ReviewItemQuerySet, key: tuple[Any, int] | None) -> ReviewItemQuerySet:
    """Return the cases without a probability, which follow all others."""
    behind = key[1] if key and key[0] >= UNMEASURED else 0
    found = found.filter(probability__isnull=True, id__gt=behind)
    return found.annotate(uncertainty=Value(UNMEASURED, models.FloatField())).order_by("id")


def _beyond(column: str, descending: bool, value: Any, item_id: int) -> Q:
    """Filter by `column` as well as by the pair, so that an index can start at the page."""
    side = "lt" if descending else "gt"
    return Q(**{f"{column}__{side}e": value}) & (
        Q(**{f"{column}__{side}": value}) | Q(id__gt=item_id)
    )


def _write_key(item: ReviewItem, column: str) -> str:
    value = getattr(item, column)
    text = value.isoformat() if isinstance(value, datetime) else repr(value)
    return f"{text}_{item.pk}"


def _read_key(key: str, column: str) -> tuple[Any, int] | None:
    value, _, text = key.rpartition("_")
    item_id = row_ids.read(text)
    try:
        parsed = _moment(value) if column in MOMENTS else float(value)
    except (ValueError, OverflowError):
        return None
    readable = isinstance(parsed, datetime) or isfinite(parsed)
    return (parsed, item_id) if readable and item_id is not None else None


def moment_of(text: str) -> datetime | None:
    """Return the moment that `text` gives; None if it gives none."""
    try:
        return _moment(text)
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> datetime:
    """Parse `text` as a moment.  Raises OverflowError if it cannot be expressed in UTC."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError(text)
    return parsed.astimezone(UTC)
