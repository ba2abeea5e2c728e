"""Disqus's XML export: threads, and posts that refer to them."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from articles.models import Comment
from moderation.services.transfer.archives import values, xml
from moderation.services.transfer.archives.encoding import window
from moderation.services.transfer.archives.entities import decoded
from moderation.services.transfer.archives.html import plain_text
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    LeftOut,
    Record,
    Remark,
    Unreadable,
)
from moderation.services.transfer.archives.values import moment, present, short_enough

NO = ("", "false", "0", "no")
YES = ("", "true", "1", "yes")


def read(file: IO[bytes]) -> Iterator[Record]:
    return _Reading(file).records()


class _Reading:
    """One pass over the file; remembers which threads exist and which were deleted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._threads: set[str] = set()
        self._deleted: set[str] = set()
        self._looked_ahead = False

    def records(self) -> Iterator[Record]:
        for part in _parts(self._file):
            if isinstance(part, Remark):
                yield part
                continue
            kind = xml.name(part)
            try:
                if kind == "thread":
                    yield self._thread(part)
                elif kind == "post":
                    yield self._post(part)
            except BadRecord as error:
                yield Unreadable(f"{kind} {_id(part)}", str(error))

    def _thread(self, element: Element) -> Record:
        own = present(xml.attribute(element, "id"), "id")
        self._threads.add(own)
        if not _flag(element, "isDeleted"):
            return _thread(element, own)
        self._deleted.add(own)
        title = decoded(xml.child_text(element, "title"))
        return LeftOut(f"thread {own} “{title}”", "it was deleted", "deleted thread")

    def _post(self, element: Element) -> Record:
        own = present(xml.attribute(element, "id"), "id")
        links = {xml.name(part): xml.attribute(part, "id") for part in element}
        thread = present(links.get("thread", ""), "thread")
        if thread not in self._threads and not self._looked_ahead:
            self._look_ahead()
        if thread in self._deleted:
            why = f"its thread {thread} was deleted"
            return LeftOut(f"post {own}", why, "post in a deleted thread")
        return _post(element, own, links)

    def _look_ahead(self) -> None:
        """Find all deleted threads, since a post came before its thread."""
        self._looked_ahead = True
        for part in _parts(self._file):
            try:
                if isinstance(part, Element) and xml.name(part) == "thread":
                    deleted = _flag(part, "isDeleted")
                    self._deleted.update([xml.attribute(part, "id").strip()] if deleted else [])
            except BadRecord:
                continue  # reported when the main pass reaches it


def _parts(file: IO[bytes]) -> Iterator[Element | Remark]:
    """The children of the root element; each is released before the next is read."""
    above: list[Element] = []
    for step in xml.walk(window(file)):
        if isinstance(step, Remark):
            yield step
            continue
        event, element = step
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if len(above) == 1:
            yield element
            above[0].remove(element)


def _id(element: Element) -> str:
    try:
        return xml.attribute(element, "id")
    except BadRecord:
        return "with an unreadable id"


def _flag(element: Element, field: str) -> bool:
    """Whether a flag is set; unknown values count as set."""
    return xml.child_text(element, field).lower() not in NO


def _thread(element: Element, own: str) -> ArchivedArticle:
    return ArchivedArticle(
        id=own,
        title=decoded(xml.child_text(element, "title")) or "Untitled",
        slug=_last_of_path(xml.child_text(element, "link")),
        published_at=moment(xml.child_text(element, "createdAt")),
        closed=_flag(element, "isClosed"),
        url=xml.child_text(element, "link"),
    )


def _last_of_path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:  # such as "http://["
        return ""


def _post(element: Element, own: str, links: dict[str, str]) -> ArchivedComment:
    return ArchivedComment(
        id=own,
        article=links["thread"].strip(),
        author=_author(element, own),
        text=plain_text(short_enough(xml.child_text(element, "message"))),
        posted_at=moment(xml.child_text(element, "createdAt")),
        status=_status(element),
        parent=links.get("parent", ""),
    )


def _status(element: Element) -> Comment.Status:
    if _flag(element, "isDeleted") or _flag(element, "isSpam"):
        return Comment.Status.REMOVED
    approved = xml.child_text(element, "isApproved").lower() in YES
    return Comment.Status.PUBLISHED if approved else Comment.Status.HELD


def _author(element: Element, own: str) -> ArchivedAuthor:
    """The author; visitors without an account are not identified by their name."""
    found = next((part for part in element if xml.name(part) == "author"), None)
    if found is None:
        return values.author(comment=own, name="Anonymous")
    account = xml.child_text(found, "username")
    return values.author(
        comment=own,
        name=decoded(xml.child_text(found, "name")) or account or "Anonymous",
        account=account,
        email=xml.child_text(found, "email"),
    )
