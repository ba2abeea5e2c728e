"""What moderators are spared: severe cases in a row, and clauses that they pass over.

Both concern one moderator's pages only. A case that one passes over waits for the others.

Spread out, each page takes its cases from two lists, the severe ones and the others, both in the
order of the queue: after three others comes one severe case, and when one list is empty the rest
of the other. Whether a case is severe is stored with it, so each is in exactly one list, and a page
begins in each list beyond the last case that was shown of it: none is skipped or shown twice.
"""

from collections import deque
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from moderation.models import Clause, Finding, Preferences, Report, ReviewItem
from moderation.models.review import ReviewItemQuerySet
from moderation.services.desk import listing
from moderation.services.desk.listing import Order, Page

# One case of so many is severe, while there are others.
EVERY = 4
# Between the keys of the two lists
SEPARATOR = "~"


def for_moderator(found: ReviewItemQuerySet, preferences: Preferences) -> ReviewItemQuerySet:
    """Leave out the cases that a moderator with `preferences` passes over."""
    if not preferences.passed_over:
        return found
    return found.exclude(_concerns(preferences.passed_over))


def for_others(found: ReviewItemQuerySet, preferences: Preferences) -> ReviewItemQuerySet:
    """Return the cases that a moderator with `preferences` passes over."""
    if not preferences.passed_over:
        return found.none()
    return found.filter(_concerns(preferences.passed_over))


def page(
    found: ReviewItemQuerySet,
    order: Order,
    preferences: Preferences,
    *,
    after: str = "",
    size: int = listing.PAGE_SIZE,
) -> Page:
    """Return the `size` cases of `found` that follow the key `after`, severe ones spread out if
    `preferences` say so.  An invalid key gives the first page.
    """
    if not preferences.spread_severe:
        return listing.page(found, order, after, size)
    other_key, _, severe_key = after.partition(SEPARATOR)
    others = listing.page(found.filter(severe=False), order, other_key, size)
    severe = listing.page(found.filter(severe=True), order, severe_key, size)
    shown = interleaved(others.items, severe.items, size)
    taken = sum(item.severe for item in shown)
    left = len(others.items) + len(severe.items) > len(shown)
    if not (left or others.next or severe.next):
        return Page(shown, "")
    keys = (
        _key(others.items[: len(shown) - taken], order) or other_key,
        _key(severe.items[:taken], order) or severe_key,
    )
    return Page(shown, SEPARATOR.join(keys))


def interleaved(
    others: Sequence[ReviewItem], severe: Sequence[ReviewItem], size: int
) -> list[ReviewItem]:
    """Return the first `size` cases, one of EVERY severe, each list in its own order."""
    waiting, hard = deque(others), deque(severe)
    shown: list[ReviewItem] = []
    while len(shown) < size and (waiting or hard):
        is_due = len(shown) % EVERY == EVERY - 1
        shown.append(hard.popleft() if hard and (is_due or not waiting) else waiting.popleft())
    return shown


def _key(items: Sequence[ReviewItem], order: Order) -> str:
    return listing.key_of(items[-1], order) if items else ""


def _concerns(quotes: Sequence[str]) -> Q:
    """Whether a case's comment was found or reported to break a clause with one of `quotes`."""
    clauses = list(Clause.objects.filter(quote__in=quotes).values_list("pk", flat=True))
    about = {"comment": OuterRef("comment"), "clause__in": clauses}
    return Q(Exists(Finding.objects.filter(**about))) | Q(Exists(Report.objects.filter(**about)))
