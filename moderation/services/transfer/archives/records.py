"""The records that every reader of archives yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from articles.models import Comment


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article; `id` is its id at the source, `closed` means that commenting is closed.

    `url` is its page at the paper.
    """

    id: str
    title: str
    slug: str = ""
    body: str = ""
    published_at: datetime | None = None
    closed: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedAuthor:
    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedComment:
    """A comment; `author` has an empty name if only the id is known.

    `status` is its status at the source.  Held comments are judged by the
    policy; those that are `withheld` wait for a moderator in any case.
    """

    id: str
    article: str
    author: ArchivedAuthor
    text: str
    posted_at: datetime
    status: Comment.Status
    parent: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an import reports: the place, the reason, and the kind it is counted as."""

    where: str
    why: str
    kind: str


@dataclass(frozen=True, slots=True)
class Unreadable(Remark):
    """Something that could not be read."""

    kind: str = "unreadable"


@dataclass(frozen=True, slots=True)
class BrokenOff(Unreadable):
    """Reading stopped before the end of the file."""

    kind: str = "files not read to the end"


@dataclass(frozen=True, slots=True)
class LeftOut(Remark):
    """Something that was read but is not imported."""


@dataclass(frozen=True, slots=True)
class Changed(Remark):
    """Something that was imported with a change, or that a person should look at."""


Record = ArchivedArticle | ArchivedAuthor | ArchivedComment | Remark
Reader = Callable[[IO[bytes]], Iterator[Record]]


class BadRecord(Exception):
    """A record that cannot be read; the message says why."""
