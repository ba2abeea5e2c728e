"""Disqus's XML export: threads first, then posts that point at them."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from articles.models import Comment
from moderation.services.transfer.archives import xml
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    Record,
    Unreadable,
    moment,
    needed,
    plain_text,
    text_of,
)


def read(file: IO[bytes]) -> Iterator[Record]:
    above: list[Element] = []
    for step in xml.walk(file):
        if isinstance(step, Unreadable):
            yield step
            return
        event, element = step
        if event == "start":
            above.append(element)
            continue
        above.pop()
        if len(above) == 1:
            yield from _record(element)
            above[0].remove(element)


def _record(element: Element) -> Iterator[Record]:
    kind = xml.name(element)
    try:
        if kind == "thread":
            yield _thread(element)
        elif kind == "post":
            yield _post(element)
    except BadRecord as error:
        yield Unreadable(f"{kind} {xml.attribute(element, 'id')}", str(error))


def _thread(element: Element) -> ArchivedArticle:
    path = urlsplit(xml.child_text(element, "link")).path
    return ArchivedArticle(
        id=needed(xml.attribute(element, "id"), "id"),
        title=xml.child_text(element, "title") or "Untitled",
        slug=path.rstrip("/").rpartition("/")[2],
        published_at=moment(xml.child_text(element, "createdAt")),
    )


def _post(element: Element) -> ArchivedComment:
    links = {xml.name(part): xml.attribute(part, "id") for part in element}
    removed = "true" in (
        xml.child_text(element, "isDeleted").lower(),
        xml.child_text(element, "isSpam").lower(),
    )
    return ArchivedComment(
        id=needed(xml.attribute(element, "id"), "id"),
        article=needed(links.get("thread"), "thread"),
        author=_author(element),
        text=plain_text(text_of(xml.child_text(element, "message"))),
        posted_at=moment(xml.child_text(element, "createdAt")),
        status=Comment.Status.REMOVED if removed else Comment.Status.PUBLISHED,
        parent=links.get("parent", ""),
    )


def _author(element: Element) -> ArchivedAuthor:
    author = next((part for part in element if xml.name(part) == "author"), None)
    if author is None:
        return ArchivedAuthor("anonymous", "Anonymous")
    name = xml.child_text(author, "name") or xml.child_text(author, "username") or "Anonymous"
    email = xml.child_text(author, "email")
    known_as = xml.child_text(author, "username") or email.casefold() or name
    return ArchivedAuthor(known_as, name, email)
