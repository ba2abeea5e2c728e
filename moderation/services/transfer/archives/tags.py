"""Splits HTML into tags and text in linear time.

Up to Python 3.11.13 the standard library's HTMLParser needs minutes for
100,000 characters of unclosed tags, and parsers that build a tree drop end
tags that nothing opened, together with the break that a browser makes there.
Here no character is read twice, and what is not a whole tag is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from moderation.services.transfer.archives.entities import decoded_html

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]*)", re.ASCII)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(=?[^\s/><=]*)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s><]*)))?""", re.ASCII
)
_ENCLOSED = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))
_SILENT = {
    name: re.compile(rf"</{name}[\s/>]", re.ASCII | re.IGNORECASE)
    for name in ("script", "style", "template")
}


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


Token = Tag | str


def tokens(html: str) -> Iterator[Token]:
    """The tags and texts of `html`, in order; comments and scripts are left out."""
    return _Scanner(html).tokens()


class _Scanner:
    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self._absent: set[str] = set()

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.html):
            tag_at = self.html.find("<", self.at)
            end = tag_at if tag_at >= 0 else len(self.html)
            if end > self.at:
                yield decoded_html(self.html[self.at : end])
            self.at = end
            if tag_at >= 0:
                yield self._markup()

    def _markup(self) -> Token:
        for opening, closing in _ENCLOSED:
            if self.html.startswith(opening, self.at):
                return self._enclosed(opening, closing)
        return self._tag() if _TAG.match(self.html, self.at) else self._text_up_to(self.at + 1)

    def _enclosed(self, opening: str, closing: str) -> str:
        """Skip a comment, or return the content of a CDATA section; an unclosed opening is text."""
        begin = self.at + (2 if opening == "<!--" else len(opening))  # <!--> is a complete comment
        end = -1 if closing in self._absent else self.html.find(closing, begin)
        if end < 0:
            self._absent.add(closing)
            return self._text_up_to(self.at + len(opening))
        self.at = end + len(closing)
        return self.html[begin:end] if opening == "<![CDATA[" else ""

    def _tag(self) -> Token:
        begun = _TAG.match(self.html, self.at)
        assert begun is not None  # noqa: S101 -- for mypy: the caller looked
        end, attributes = self._attributes(begun.end())
        if end == len(self.html) or self.html[end] == "<":
            return self._text_up_to(end)
        self.at = end + 1
        name, closes = begun[2].lower(), bool(begun[1])
        if name in _SILENT and not closes:
            self._pass_over(name)
        return Tag(name, closes, attributes)

    def _attributes(self, at: int) -> tuple[int, dict[str, str]]:
        """The end of the tag (at a `>`, a `<` or the end of the text), and its attributes."""
        attributes: dict[str, str] = {}
        while at < len(self.html) and self.html[at] not in "<>":
            found = _ATTRIBUTE.match(self.html, at)
            assert found is not None  # noqa: S101 -- for mypy: all of it is optional
            value = next((group for group in found.groups()[1:] if group is not None), "")
            attributes.setdefault(found[1].lower(), decoded_html(value))
            at = found.end()
        return at, attributes

    def _pass_over(self, name: str) -> None:
        """Continue at the end tag of a script or the like, if there is one."""
        end = None if name in self._absent else _SILENT[name].search(self.html, self.at)
        if end is None:
            self._absent.add(name)
        else:
            self.at = end.start()

    def _text_up_to(self, end: int) -> str:
        begin, self.at = self.at, end
        return decoded_html(self.html[begin:end])
