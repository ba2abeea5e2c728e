"""WordPress's export (WXR)."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from articles.models import Comment
from moderation.services.transfer.archives import items, values, xml
from moderation.services.transfer.archives.encoding import window
from moderation.services.transfer.archives.entities import decoded
from moderation.services.transfer.archives.html import plain_text
from moderation.services.transfer.archives.items import COMMENT, POST_DATES, Item, key
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    BadRecord,
    Changed,
    LeftOut,
    Record,
    Remark,
    Unreadable,
)
from moderation.services.transfer.archives.values import (
    InFuture,
    first_moment,
    present,
    short_enough,
)

STATUS = {
    "1": Comment.Status.PUBLISHED,
    "0": Comment.Status.HELD,
    "spam": Comment.Status.REMOVED,
    "trash": Comment.Status.REMOVED,
    "post-trashed": Comment.Status.REMOVED,
}
COMMENT_TYPES = ("", "comment", "review")
OPEN = ("open", "")
COMMENT_DATES = ("comment_date_gmt", "comment_date")


def read(file: IO[bytes]) -> Iterator[Record]:
    """Public posts with their comments; the rest is left out and reported.

    Each comment is released once it is read, so memory does not grow with
    their number.
    """
    return _Reading(file).records()


class _Reading:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ahead = enumerate(items.items(window(file)))
        self._number = -1
        self._item = Item()
        self._left_out = ""

    def records(self) -> Iterator[Record]:
        above: list[Element] = []
        for step in xml.walk(window(self._file)):
            if isinstance(step, Remark):
                yield step
                continue
            event, element = step
            if event == "start":
                above.append(element)
                self._begin(element)
                continue
            above.pop()
            inside = key(above[-1]) if above else ""
            if inside == "item":
                yield from self._part(element)
            elif key(element) == "item":
                yield from self._settle()
            if inside in ("item", "channel"):
                above[-1].remove(element)

    def _begin(self, element: Element) -> None:
        if key(element) == "item":
            self._number += 1
            self._item = Item()

    def _part(self, element: Element) -> Iterator[Record]:
        if key(element) == COMMENT:
            if not self._item.is_settled and not self._item.decides:
                self._look_ahead()
            yield from self._settle()
            yield self._comment(element)
        elif not self._item.is_settled:
            self._item.add(element)

    def _look_ahead(self) -> None:
        """Read the item to its end: fields that tell if it was public may follow its comments."""
        for number, item in self._ahead:
            if number == self._number:
                self._item = item
                return

    def _settle(self) -> Iterator[Record]:
        """Yield the post once, when it is known whether it was public."""
        if not self._item.is_settled:
            self._item.is_settled = True
            self._left_out = self._item.kind_if_left_out()
            yield from self._article()

    def _article(self) -> Iterator[Record]:
        item, post_id = self._item, self._item.get("wp:post_id")
        title = decoded(item.get("title"))
        place = f"post {post_id} “{title[:60]}”"
        try:
            if fault := item.get("fault"):
                raise BadRecord(fault)
            if self._left_out:
                yield LeftOut(place, _why(item), self._left_out)
                return
            yield from _dated(item, present(post_id, "post_id"), title, place)
        except InFuture as error:
            self._left_out = "scheduled post"
            yield LeftOut(place, str(error), self._left_out)
        except BadRecord as error:
            self._left_out = "post that could not be read"
            yield Unreadable(place, str(error))

    def _comment(self, element: Element) -> Record:
        try:
            comment_id = xml.child_text(element, "comment_id")
            place = f"comment {comment_id}"
            if self._left_out:
                return LeftOut(place, f"its post is left out: {self._left_out}", self._under())
            kind = xml.child_text(element, "comment_type")
            if kind not in COMMENT_TYPES:
                return LeftOut(place, f"it is a {kind[:40]}", f"{kind[:40]}")
            return _comment(element, present(comment_id, "comment_id"), self._item)
        except BadRecord as error:
            return Unreadable(_place(element), str(error))

    def _under(self) -> str:
        article = "an" if self._left_out.startswith("item") else "a"
        return f"comment under {article} {self._left_out}"


def _why(item: Item) -> str:
    if item.get("wp:post_password"):
        return "it has a password"
    return (
        f"its status is “{item.get('wp:status')[:40]}”, its type “{item.get('wp:post_type')[:40]}”"
    )


def _dated(item: Item, post_id: str, title: str, place: str) -> Iterator[Record]:
    """The post with its first valid date; without one it is dated today."""
    try:
        published_at = first_moment(item.get(date) for date in POST_DATES if item.get(date))
    except InFuture:
        raise
    except BadRecord as error:
        published_at = None
        yield Changed(place, f"{error}: it is dated today", "posts without a date")
    yield ArchivedArticle(
        id=post_id,
        title=title or "Untitled",
        slug=item.get("wp:post_name"),
        body=plain_text(short_enough(item.get("content"))),
        published_at=published_at,
        closed=item.get("wp:comment_status") not in OPEN,
        url=item.get("link"),
    )


def _comment(element: Element, comment_id: str, item: Item) -> ArchivedComment:
    approved = xml.child_text(element, "comment_approved")
    if approved not in STATUS:
        raise BadRecord(f"its state {approved[:40]!r} is not known")
    parent = xml.child_text(element, "comment_parent")
    return ArchivedComment(
        id=comment_id,
        article=item.get("wp:post_id"),
        author=_author(element, comment_id),
        text=plain_text(short_enough(xml.child_text(element, "comment_content"))),
        posted_at=first_moment(xml.child_text(element, date) for date in COMMENT_DATES),
        status=STATUS[approved],
        parent="" if parent == "0" else parent,
    )


def _author(element: Element, comment_id: str) -> ArchivedAuthor:
    user = xml.child_text(element, "comment_user_id")
    return values.author(
        comment=comment_id,
        name=decoded(xml.child_text(element, "comment_author")) or "Anonymous",
        account="" if user == "0" else user,
        email=xml.child_text(element, "comment_author_email"),
    )


def _place(element: Element) -> str:
    try:
        return f"comment {xml.child_text(element, 'comment_id')}"
    except BadRecord:
        return "a comment with an unreadable id"
