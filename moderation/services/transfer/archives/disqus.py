"""Disqus's XML export: threads first, then posts that point at them."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from articles.models import Comment
from moderation.services.transfer.archives import values, xml
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
    above: list[Element] = []
    deleted: set[str] = set()
    for step in xml.walk(file):
        if isinstance(step, Remark):
            yield step
            continue
        event, element = step
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if len(above) == 1:
            yield from _record(element, deleted)
            above[0].remove(element)


def _record(element: Element, deleted: set[str]) -> Iterator[Record]:
    """A thread or a post; the ids of threads that were deleted are added to `deleted`."""
    kind = xml.name(element)
    if kind not in ("thread", "post"):
        return
    try:
        own = present(xml.attribute(element, "id"), "id")
        if kind == "post":
            yield _post(element, own, deleted)
        elif _says(element, "isDeleted"):
            deleted.add(own)
            title = decoded(xml.child_text(element, "title"))
            yield LeftOut(f"thread {own} “{title}”", "it was deleted", "deleted thread")
        else:
            yield _thread(element, own)
    except BadRecord as error:
        yield Unreadable(f"{kind} {_id(element)}", str(error))


def _id(element: Element) -> str:
    try:
        return xml.attribute(element, "id")
    except BadRecord:
        return "with an unreadable id"


def _says(element: Element, field: str) -> bool:
    """Whether a flag is set; a word that means neither yes nor no is taken for a yes."""
    return xml.child_text(element, field).lower() not in NO


def _thread(element: Element, own: str) -> ArchivedArticle:
    return ArchivedArticle(
        id=own,
        title=decoded(xml.child_text(element, "title")) or "Untitled",
        slug=_last_of_path(xml.child_text(element, "link")),
        published_at=moment(xml.child_text(element, "createdAt")),
        closed=_says(element, "isClosed"),
    )


def _last_of_path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:  # as "http://[" has it
        return ""


def _post(element: Element, own: str, deleted: set[str]) -> ArchivedComment | LeftOut:
    links = {xml.name(part): xml.attribute(part, "id") for part in element}
    thread = present(links.get("thread", ""), "thread")
    if thread in deleted:
        why = f"its thread {thread} was deleted"
        return LeftOut(f"post {own}", why, "post in a deleted thread")
    return ArchivedComment(
        id=own,
        article=thread,
        author=_author(element, own),
        text=plain_text(short_enough(xml.child_text(element, "message"))),
        posted_at=moment(xml.child_text(element, "createdAt")),
        status=_status(element),
        parent=links.get("parent", ""),
    )


def _status(element: Element) -> Comment.Status:
    if _says(element, "isDeleted") or _says(element, "isSpam"):
        return Comment.Status.REMOVED
    approved = xml.child_text(element, "isApproved").lower() in YES
    return Comment.Status.PUBLISHED if approved else Comment.Status.HELD


def _author(element: Element, own: str) -> ArchivedAuthor:
    """Who posted; the name of a visitor without an account tells nobody apart."""
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
