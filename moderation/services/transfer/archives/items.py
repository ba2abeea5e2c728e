"""The items of a WordPress export: their fields, and whether they were public."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from moderation.services.transfer.archives import xml
from moderation.services.transfer.archives.records import BadRecord, Remark

WORDPRESS = "wordpress.org/export/"
COMMENT = "wp:comment"
# Needed before an item's comments can be read: they tell whether it was public.
DECIDING = ("wp:post_id", "wp:post_type", "wp:status", "wp:post_password", "wp:comment_status")

POST_DATES = (
    "wp:post_date_gmt",
    "wp:post_date",
    "pubDate",
    "wp:post_modified_gmt",
    "wp:post_modified",
)
READ = frozenset([*DECIDING, *POST_DATES, "title", "content", "link", "wp:post_name"])

POST_TYPES = ("post", "page")
NOT_PUBLIC = {
    "private": "private post",
    "draft": "draft",
    "auto-draft": "draft",
    "pending": "pending post",
    "trash": "trashed post",
    "future": "scheduled post",
}


@dataclass(slots=True)
class Item:
    """The fields of an item, without its comments."""

    fields: dict[str, str] = field(default_factory=dict)
    is_settled: bool = False

    def add(self, element: Element) -> None:
        """Add a field.  Deciding fields that occur twice are joined; otherwise the first counts.

        Fields that are not needed, such as meta data, are ignored.
        """
        own = key(element)
        if own not in READ:
            return
        try:
            value = xml.text(element)
        except BadRecord as error:
            self.fields.setdefault("fault", str(error))
            return
        if own in DECIDING and self.fields.get(own, value).strip() != value.strip():
            value = f"{self.fields[own]} {value}"
            self.fields[own] = value
        self.fields.setdefault(own, value)

    def get(self, own: str) -> str:
        return self.fields.get(own, "").strip()

    @property
    def decides(self) -> bool:
        return all(own in self.fields for own in DECIDING)

    def kind_if_left_out(self) -> str:
        """The kind of an item that is left out; empty if it was public."""
        kind, status = self.get("wp:post_type"), self.get("wp:status")
        if kind not in POST_TYPES:
            return f"item of the type “{kind[:40]}”" if kind else "item without a type"
        if self.get("wp:post_password"):
            return "password-protected post"
        if status != "publish":
            return NOT_PUBLIC.get(status, "post of an unknown status")
        return ""


def key(element: Element) -> str:
    """The name of a field: WordPress's own begin with `wp:`, plugins' with `other:`.

    Both texts, content and excerpt, have the same tag in different namespaces.
    """
    namespace, _, name = str(element.tag).rpartition("}")
    if name == "encoded":
        return "excerpt" if "excerpt" in namespace else "content"
    if WORDPRESS in namespace:
        return f"wp:{name}"
    return f"other:{name}" if namespace else name


def items(file: IO[bytes]) -> Iterator[Item]:
    """Every item of `file`, without its comments."""
    above: list[Element] = []
    item = Item()
    for step in xml.walk(file):
        if isinstance(step, Remark):
            continue
        event, element = step
        if event == "start":
            above.append(element)
            item = Item() if key(element) == "item" else item
            continue
        above.pop()
        inside = key(above[-1]) if above else ""
        if inside == "item" and key(element) != COMMENT:
            item.add(element)
        elif key(element) == "item":
            yield item
        if inside in ("item", "channel"):
            above[-1].remove(element)
