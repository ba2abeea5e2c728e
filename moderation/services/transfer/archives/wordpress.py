"""WordPress's export (WXR)."""

from collections.abc import Iterator
from typing import IO
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

STATUS = {
    "1": Comment.Status.PUBLISHED,
    "0": Comment.Status.HELD,
    "spam": Comment.Status.REMOVED,
    "trash": Comment.Status.REMOVED,
}
COMMENT_TYPES = ("", "comment")


def read(file: IO[bytes]) -> Iterator[Record]:
    """Posts with their comments; pingbacks and attachments are passed over.

    A comment is let go as soon as it is read, so that a post with a million
    of them needs no more memory than one with a single one.
    """
    above: list[Element] = []
    item: dict[str, str] = {}
    for step in xml.walk(file):
        if isinstance(step, Unreadable):
            yield step
            return
        event, element = step
        if event == "start":
            above.append(element)
            if xml.name(element) == "item":
                item = {}
            continue
        above.pop()
        inside = xml.name(above[-1]) if above else ""
        if inside == "item":
            yield from _part_of_item(item, element)
        elif xml.name(element) == "item":
            yield from _article(item)
        if inside in ("item", "channel"):
            above[-1].remove(element)


def _part_of_item(item: dict[str, str], element: Element) -> Iterator[Record]:
    part = xml.name(element)
    if part != "comment":
        item.setdefault(_key(element), element.text or "")
        return
    yield from _article(item)
    if xml.child_text(element, "comment_type") not in COMMENT_TYPES:
        return
    comment_id = xml.child_text(element, "comment_id")
    try:
        yield _comment(item, element, comment_id)
    except BadRecord as error:
        yield Unreadable(f"comment {comment_id}", str(error))


def _key(element: Element) -> str:
    """Both the excerpt and the content are called `encoded`; their namespaces differ."""
    part = xml.name(element)
    return "excerpt" if part == "encoded" and "excerpt" in str(element.tag) else part


def _article(item: dict[str, str]) -> Iterator[Record]:
    """The post, once all that stands before its first comment is read."""
    if item.get("read") or item.get("post_type", "post") not in ("post", "page"):
        return
    item["read"] = "yes"
    post_id = item.get("post_id", "").strip()
    try:
        yield ArchivedArticle(
            id=needed(post_id, "post_id"),
            title=item.get("title", "").strip() or "Untitled",
            slug=item.get("post_name", "").strip(),
            body=plain_text(text_of(item.get("encoded", ""))),
            published_at=moment(item.get("post_date_gmt")),
        )
    except BadRecord as error:
        yield Unreadable(f"post {post_id or item.get('title', '')}", str(error))


def _comment(item: dict[str, str], element: Element, comment_id: str) -> ArchivedComment:
    author = ArchivedAuthor(
        id=_author_id(element),
        name=xml.child_text(element, "comment_author") or "Anonymous",
        email=xml.child_text(element, "comment_author_email"),
    )
    approved = xml.child_text(element, "comment_approved")
    if approved not in STATUS:
        raise BadRecord(f"its state {approved!r} is not known")
    parent = xml.child_text(element, "comment_parent")
    return ArchivedComment(
        id=needed(comment_id, "comment_id"),
        article=needed(item.get("post_id"), "post"),
        author=author,
        text=plain_text(text_of(xml.child_text(element, "comment_content"))),
        posted_at=moment(xml.child_text(element, "comment_date_gmt")),
        status=STATUS[approved],
        parent="" if parent == "0" else parent,
    )


def _author_id(element: Element) -> str:
    user = xml.child_text(element, "comment_user_id")
    if user not in ("", "0"):
        return f"user-{user}"
    return (
        xml.child_text(element, "comment_author_email").casefold()
        or xml.child_text(element, "comment_author")
        or "anonymous"
    )
