"""Selecting many open cases for a bulk action: by hand, by score, or as near-duplicates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, F, FloatField, IntegerField
from django.db.models.functions import Cast, Floor, Least

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.models.review import ReviewItemQuerySet
from moderation.permissions import of_own_sections
from moderation.services.desk import cards, duplicates

BINS = 20
# The most cases of one bulk action; nobody would look at more.
AT_MOST = 500

# The tag of a message with an undo button; the id of the bulk action follows it.
UNDO_TAG = "undo-bulk-"

# The number of cases, those with the highest scores, that are searched for near-duplicates.
COMPARED = 2000


@dataclass(frozen=True, slots=True)
class Bin:
    """The cases whose probability is at least `start` and less than `end`."""

    start: float
    end: float
    number: int

    @property
    def least(self) -> int:
        """Where it starts, in percent."""
        return round(self.start * 100)

    @property
    def most(self) -> int:
        return round(self.end * 100)


@dataclass(frozen=True, slots=True)
class Range:
    """A range of probabilities in percent; `is_chosen` tells whether it was asked for."""

    least: int = 0
    most: int = 100
    is_chosen: bool = False

    def has(self, each: Bin) -> bool:
        """Whether a bin of the histogram is part of the range that was asked for."""
        return self.is_chosen and self.least <= each.least and each.most <= self.most


def histogram(found: ReviewItemQuerySet) -> list[Bin]:
    """Return the number of the cases `found` in each bin of probability."""
    place = Least(
        Cast(Floor(Cast(F("probability"), FloatField()) * BINS), IntegerField()), BINS - 1
    )
    rows = found.filter(probability__isnull=False).order_by().values(place=place)
    counted = rows.annotate(number=Count("pk"))
    numbers = {row["place"]: row["number"] for row in counted}
    return [Bin(i / BINS, (i + 1) / BINS, numbers.get(i, 0)) for i in range(BINS)]


def next_range(bins: Sequence[Bin], at_least: float | None, at_most: float | None) -> Bin | None:
    """Return the nearest bin with cases outside a range: below it, or else above it."""
    least, most = at_least or 0.0, 1.0 if at_most is None else at_most
    below = [each for each in bins if each.number and each.end <= least]
    above = [each for each in bins if each.number and each.start >= most]
    return below[-1] if below else next(iter(above), None)


def chosen(ids: Iterable[int], moderator: User) -> list[ReviewItem]:
    """Return the open cases of the comments with `ids` that are for `moderator`, the borderline
    ones first.
    """
    found = ReviewItem.objects.open().filter(comment__in=list(ids)[:AT_MOST])
    return borderline_first(of_own_sections(found, moderator))


def comments_chosen(ids: Iterable[int], moderator: User) -> list[Comment]:
    """Return the comments with `ids` that are for `moderator`, with an open case or without, for
    `cards.of_comments`.
    """
    chosen_ids = list(ids)[:AT_MOST]
    found = of_own_sections(Comment.objects.all(), moderator, "article__section")
    loaded = cards.with_people(found).in_bulk(chosen_ids)
    return [loaded[pk] for pk in chosen_ids if pk in loaded]


def in_range(found: ReviewItemQuerySet) -> list[ReviewItem]:
    """Return as many of the cases `found` as one bulk action may decide, borderline ones first."""
    return borderline_first(found.order_by("-priority", "id")[:AT_MOST])


def borderline_first(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """Order cases by uncertainty, so that the uncertain ones are seen before a bulk action."""
    return sorted(items, key=lambda item: abs((item.probability or 0.0) - 0.5))


def alike(found: ReviewItemQuerySet) -> list[list[ReviewItem]]:
    """Return groups of near-duplicates among the cases of `found` with the highest scores, the
    largest group first.
    """
    items = list(found.select_related("comment__author").order_by("-priority", "id")[:COMPARED])
    groups = duplicates.clusters([item.comment.text for item in items])
    return [[items[place] for place in group] for group in groups]


def without_seen(groups: Iterable[list[ReviewItem]], seen: set[int]) -> list[list[ReviewItem]]:
    """Leave out the groups whose comments were all seen."""
    return [group for group in groups if not seen.issuperset(item.comment_id for item in group)]


def decisions_of(batch: UUID) -> Sequence[Decision]:
    """Return the decisions of a bulk action that are still in force."""
    return list(Decision.objects.not_undone().filter(batch=batch).select_related("clause"))
