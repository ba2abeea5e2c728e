"""What a moderator has been exposed to in this shift, for themselves alone.

Nothing is recorded for it: it is worked out from their own decisions and claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from moderation.models import Decision, Preferences, ReviewItem
from moderation.services.decisions.cases import CLAIM
from moderation.services.desk.moderators_compared import PAUSE

# A longer time without a decision ends a shift, or is a break in it.
SHIFT_ENDS = timedelta(hours=6)
BREAK = timedelta(minutes=10)
# No shift is longer.
LOOKED_BACK = timedelta(hours=24)


class Moment(NamedTuple):
    """When a moderator decided or claimed the case of a comment, and whether it is severe."""

    at: datetime
    comment: int
    severe: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """Minutes of work, comments, and severe ones among them, since a moment; 0 without any."""

    since: datetime | None
    minutes: int
    comments: int
    severe: int


def moments(moderator: User, now: datetime) -> list[Moment]:
    """Return the moments of the shift of `moderator` that is under way at `now`, oldest first."""
    severe = Exists(ReviewItem.objects.filter(comment=OuterRef("comment"), severe=True))
    made = Decision.objects.filter(moderator=moderator, decided_at__range=(now - LOOKED_BACK, now))
    found = [Moment(*row) for row in made.values_list("decided_at", "comment", severe)]
    in_hand = ReviewItem.objects.open().filter(claimed_by=moderator, claimed_until__gt=now)
    for item in in_hand:
        if item.claimed_until:  # always, by the filter; the field may be empty for its type
            found.append(Moment(item.claimed_until - CLAIM, item.comment_id, item.severe))
    found.sort()
    return _after_last_gap([*found, Moment(now, 0, severe=False)], SHIFT_ENDS)[:-1]


def of_shift(shift: Sequence[Moment]) -> Exposure:
    """Return the exposure of a whole shift.  Times of over five minutes without work are left out,
    as in the statistics.
    """
    gaps = (later.at - earlier.at for earlier, later in pairwise(shift))
    worked = sum((gap for gap in gaps if gap <= PAUSE), timedelta())
    return Exposure(
        since=shift[0].at if shift else None,
        minutes=round(worked.total_seconds() / 60),
        comments=len({moment.comment for moment in shift}),
        severe=len({moment.comment for moment in shift if moment.severe}),
    )


def since_break(shift: Sequence[Moment], now: datetime) -> Exposure:
    """Return the exposure since the last break; a break that lasts until `now` leaves nothing."""
    return of_shift(_after_last_gap([*shift, Moment(now, 0, severe=False)], BREAK)[:-1])


def is_break_due(
    shift: Sequence[Moment], preferences: Preferences, now: datetime, dismissed: datetime | None
) -> bool:
    """Whether the limits that the moderator set are reached since the last break, or since they
    dismissed the reminder.
    """
    later = [moment for moment in shift if dismissed is None or moment.at > dismissed]
    exposed = since_break(later, now)
    reached = (
        (preferences.break_minutes, exposed.minutes),
        (preferences.break_severe, exposed.severe),
    )
    return any(limit and number >= limit for limit, number in reached)


def _after_last_gap(found: Sequence[Moment], longest: timedelta) -> list[Moment]:
    begun = [
        place
        for place, (one, other) in enumerate(pairwise(found), 1)
        if other.at - one.at > longest
    ]
    return list(found[begun[-1] :]) if begun else list(found)
