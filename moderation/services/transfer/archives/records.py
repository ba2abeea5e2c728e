"""What every archive is made of, whatever system it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from articles.models import Comment


@dataclass(frozen=True, slots=True)
class ArchivedArticle:
    """An article; `id` is the source's own name for it, `closed` that it takes no comments."""

    id: str
    title: str
    slug: str = ""
    body: str = ""
    published_at: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ArchivedAuthor:
    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedComment:
    """A comment; `author` has an empty name where only the id is known.

    `status` is what readers saw of it at the source.  What was held there is
    judged by the policy, and what was `withheld` waits for a moderator
    whatever the policy says.
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
    """What the report of an import names: where it stands, why, and what it is counted as."""

    where: str
    why: str
    kind: str


@dataclass(frozen=True, slots=True)
class Unreadable(Remark):
    """Something that could not be read."""

    kind: str = "unreadable"


@dataclass(frozen=True, slots=True)
class BrokenOff(Unreadable):
    """Where reading ended before the end of the file."""

    kind: str = "files not read to the end"


@dataclass(frozen=True, slots=True)
class LeftOut(Remark):
    """Something that was understood, and does not belong on this site."""


@dataclass(frozen=True, slots=True)
class Changed(Remark):
    """Something that came in otherwise than it stands in the archive, or that needs a person."""


Record = ArchivedArticle | ArchivedAuthor | ArchivedComment | Remark
Reader = Callable[[IO[bytes]], Iterator[Record]]


class BadRecord(Exception):
    """A record that cannot be read; the message says why."""
