"""Whether an article takes comments: by hand, by its age, and by the hours of the day."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
_ENTRY = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+"
    r"(?P<start>\d{1,2}:\d{2})-(?P<end>\d{1,2}:\d{2})"
)


class HoursError(ValueError):
    """Hours cannot be read; the message says how to write them."""


class Hours(NamedTuple):
    """Days of the week from `first` to `last` (0 is Monday), and minutes of each, the end
    exclusive.
    """

    first: int
    last: int
    start: int
    end: int

    def covers(self, day: int) -> bool:
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last

    def __str__(self) -> str:
        days = str(WEEKDAYS_ABBR[self.first])
        if self.last != self.first:
            days += f"–{WEEKDAYS_ABBR[self.last]}"
        return f"{days} {_clock(self.start)}–{_clock(self.end)}"


def closed(
    *,
    is_open: bool,
    published_at: datetime,
    close_after_days: int | None,
    now: datetime | None = None,
) -> str:
    """Why an article takes no comments at `now`, in a sentence for readers; empty if it does.

    `close_after_days` is the article's own setting: None follows the site's, 0 never closes.
    """
    now = now or timezone.now()
    if not is_open:
        return _("Comments on this article are closed.")
    days = settings.COMMENTS_CLOSE_AFTER_DAYS if close_after_days is None else close_after_days
    ends = published_at + timedelta(days=days)
    if days and now >= ends:
        said = {"days": days, "when": _moment(ends)}
        text = ngettext(
            "Comments close %(days)s day after an article appears: here on %(when)s.",
            "Comments close %(days)s days after an article appears: here on %(when)s.",
            days,
        )
        return text % said
    return _outside(hours(tuple(settings.COMMENTS_HOURS)), timezone.localtime(now))


@lru_cache(maxsize=8)
def hours(entries: tuple[str, ...]) -> tuple[Hours, ...]:
    """Read hours such as `mon-fri 07:00-22:00`.  Raises HoursError."""
    return tuple(_hours(entry) for entry in entries if entry.strip())


def _outside(open_hours: Sequence[Hours], now: datetime) -> str:
    if not open_hours or _is_within(open_hours, now):
        return ""
    listed, opens = ", ".join(map(str, open_hours)), _next_opening(open_hours, now)
    return _(
        "Comments are open at these hours: %(hours)s. You can post from %(when)s on; keep your "
        "text until then."
    ) % {"hours": listed, "when": _moment(opens)}


def _is_within(open_hours: Sequence[Hours], now: datetime) -> bool:
    minute = now.hour * 60 + now.minute
    return any(own.covers(now.weekday()) and own.start <= minute < own.end for own in open_hours)


def _next_opening(open_hours: Sequence[Hours], now: datetime) -> datetime:
    """The next moment at which some hours begin: within eight days, since each covers a day."""
    days = ((now + timedelta(days=number)).date() for number in range(9))
    starts = (
        timezone.make_aware(datetime.combine(day, time(own.start // 60, own.start % 60)))
        for day in days
        for own in open_hours
        if own.covers(day.weekday())
    )
    return min(start for start in starts if start > now)


def _hours(entry: str) -> Hours:
    found = _ENTRY.fullmatch(entry.strip().lower())
    known = found and {found["first"], found["last"] or found["first"]} <= set(DAYS)
    if not found or not known:
        raise HoursError(
            f"“{entry.strip()}” cannot be read. Write days and hours: mon-fri 07:00-22:00."
        )
    start, end = _minutes(found["start"]), _minutes(found["end"])
    if not start < end <= MIDNIGHT:
        raise HoursError(f"“{entry.strip()}” must end after it begins, at 24:00 at the latest.")
    first = DAYS.index(found["first"])
    last = DAYS.index(found["last"]) if found["last"] else first
    return Hours(first, last, start, end)


def _minutes(clock: str) -> int:
    hour, _colon, minute = clock.partition(":")
    return int(hour) * 60 + int(minute) if int(minute) < 60 else MIDNIGHT + 1


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
