"""Parses the values of a record: texts, ids, dates."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.text import storable
from moderation.services.transfer.archives.records import ArchivedAuthor, BadRecord

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 100_000
QUOTED = 40


class InFuture(BadRecord):
    """A date in the future."""


def moment(value: Any) -> datetime:
    """The date and time in `value`, in UTC if it has no zone.  Raises BadRecord."""
    text = "" if value is None else str(value).strip()
    if not text:
        raise BadRecord("it has no date")
    try:
        parsed = parse_datetime(text) or parsedate_to_datetime(text)
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        too_early = aware < EARLIEST
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        raise BadRecord(f"{text[:QUOTED]!r} is not a date and time") from error
    if too_early:
        raise BadRecord(f"the date {text[:QUOTED]} is out of range")
    if aware > timezone.now() + timedelta(days=1):
        raise InFuture(f"the date {text[:QUOTED]} is out of range")
    return aware


def first_moment(values: Iterable[str]) -> datetime:
    """The first of `values` that is a date and time.

    Raises BadRecord if there is none, or if one before it is in the future.
    """
    refusal = None
    for value in values:
        try:
            return moment(value)
        except InFuture:
            raise
        except BadRecord as error:
            refusal = refusal or error
    raise refusal or BadRecord("it has no date")


def text_of(row: Mapping[str, Any], field: str) -> str:
    """The text of `field`, empty if missing; raises BadRecord for other types."""
    value = row.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadRecord(f"its {field} is not a text")
    return short_enough(str(value))


def needed(row: Mapping[str, Any], field: str) -> str:
    return present(text_of(row, field), field)


def present(value: str, name: str) -> str:
    """`value` as an id or a name; raises BadRecord if it is empty."""
    text = storable(value).strip()
    if not text:
        raise BadRecord(f"it has no {name}")
    return text


def short_enough(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadRecord(f"the text has {len(text)} characters, more than {LONGEST_TEXT}")
    return text


def author(*, comment: str, name: str, account: str = "", email: str = "") -> ArchivedAuthor:
    """The author of `comment`: one for each e-mail address or account.

    Without either, each comment has an author of its own: two people may use
    the same name.
    """
    address = storable(email).strip().casefold()
    if address:
        return ArchivedAuthor(f"mail {address}", name, email.strip())
    return ArchivedAuthor(f"account {account}" if account else f"comment {comment}", name)
