"""What every archive is made of, whatever system it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import IO, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Comment

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article; `id` is the source's own name for it."""

    id: str
    title: str
    slug: str = ""
    body: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArchivedAuthor:
    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedComment:
    """A comment; `author` has an empty name where only the id is known.

    `status` is what readers saw of it at the source.
    """

    id: str
    article: str
    author: ArchivedAuthor
    text: str
    posted_at: datetime
    status: Comment.Status
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that could not be read: where it stands, and why."""

    where: str
    why: str


Record = ArchivedArticle | ArchivedAuthor | ArchivedComment | Unreadable
Reader = Callable[[IO[bytes]], Iterator[Record]]


class BadRecord(Exception):
    """A record that cannot be read; the message says why."""


def moment(value: Any) -> datetime:
    """The moment that `value` names, in UTC where it does not say.  Raises BadRecord."""
    try:
        parsed = parse_datetime(str(value).strip())
    except ValueError:
        parsed = None
    if parsed is None:
        raise BadRecord(f"{str(value)[:40]!r} is not a date and time")
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    if not EARLIEST <= aware <= timezone.now() + timedelta(days=1):
        raise BadRecord(f"the date {str(value)[:40]} is out of range")
    return aware


def text_of(value: Any) -> str:
    text = "" if value is None else str(value)
    if len(text) > LONGEST_TEXT:
        raise BadRecord(f"the text has {len(text)} characters, more than {LONGEST_TEXT}")
    return text


def needed(value: Any, name: str) -> str:
    """`value` as text; raises BadRecord where there is none."""
    text = "" if value is None else str(value).strip()
    if not text:
        raise BadRecord(f"it has no {name}")
    return text


def plain_text(html: str) -> str:
    """The words of some HTML, its paragraphs parted by blank lines; scripts are left out."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.words).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


class _Words(HTMLParser):
    SILENT = ("script", "style")
    BREAKS = {"br": "\n", "p": "\n\n", "div": "\n", "li": "\n", "blockquote": "\n\n"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in self.SILENT
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT and self._silent > 0
        self.words.append(self.BREAKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
