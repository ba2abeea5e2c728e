"""Converts HTML to plain text, with the line breaks of a browser and the URLs of links."""

import re

from moderation.services.transfer.archives.tags import Tag, tokens

PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6"])
BLOCKS = PARAGRAPHS | frozenset(
    """
    address article aside blockquote body button caption center col colgroup dd details dialog dir
    div dl dt fieldset figcaption figure footer form frame frameset head header hgroup hr html
    iframe legend li listing main marquee menu nav noframes ol optgroup option plaintext pre search
    section select summary table tbody td textarea tfoot th thead title tr ul xmp
    """.split()  # noqa: SIM905 -- a list of strings would take forty lines
)
ADDRESSES = {
    "area": "href",
    "audio": "src",
    "embed": "src",
    "form": "action",
    "frame": "src",
    "iframe": "src",
    "image": "src",
    "img": "src",
    "input": "src",
    "object": "data",
    "source": "src",
    "video": "src",
}
NOT_SHOWN = ("about", "blob", "data", "file", "javascript", "vbscript")

_IGNORED = re.compile(r"[\t\r\n]")
_ENDS = "".join(map(chr, range(0x21))) + "\"'"
_SPACES = re.compile(r"\s+")


def plain_text(html: str) -> str:
    """The text of `html`, with a line break before and after each block.

    The URL of a link or an image follows its text in brackets, unless the text
    is the URL.
    """
    page = _Page()
    for token in tokens(html):
        if isinstance(token, str):
            page.write(token)
        else:
            page.apply(token)
    return page.text()


def address(value: str) -> str:
    """The URL in `value`; empty if it is a fragment or of a scheme in NOT_SHOWN."""
    found = _IGNORED.sub("", value).strip(_ENDS)
    scheme = found.partition(":")[0].strip().casefold() if ":" in found else ""
    if found.startswith("#") or scheme in NOT_SHOWN:
        return ""
    return _SPACES.sub("%20", found)


def _target(attributes: dict[str, str]) -> str:
    """The target of a link; SVG has `xlink:href`."""
    return attributes.get("href") or attributes.get("xlink:href", "")


class _Page:
    """The lines of a page while it is read.

    `_at_edge`: a tag has just ended a line, so a line feed in the source adds
    none.  `_parted`: a blank line comes before the next text.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._at_edge = True
        self._parted = False
        self._link = ""
        self._linked: list[str] = []
        self._behind_address = False

    def text(self) -> str:
        self._end_link()
        self._end_line()
        return "\n".join(self._lines).strip()

    def write(self, text: str) -> None:
        self._linked.append(text)
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._append(first)
        for line in others:
            self._feed()
            self._append(line)

    def apply(self, tag: Tag) -> None:
        if tag.name == "a":
            self._end_link()
            self._link = "" if tag.closes else address(_target(tag.attributes))
            self._linked = []
        elif tag.name == "br":
            self._break()
        elif tag.name in BLOCKS:
            self._end_line()
            self._at_edge = True
            self._parted |= tag.name in PARAGRAPHS
        if tag.name in ADDRESSES and not tag.closes:
            self.write(tag.attributes.get("alt", ""))
            self._add_address(address(tag.attributes.get(ADDRESSES[tag.name], "")))

    def _append(self, text: str) -> None:
        if not text or (not self._line and not text.strip()):
            return
        if not self._line and self._parted and self._lines and self._lines[-1]:
            self._lines.append("")
        gap = " " if self._behind_address and text[:1].isalnum() else ""
        self._line.append(gap + text)
        self._at_edge = self._parted = self._behind_address = False

    def _feed(self) -> None:
        """A line feed in a text; two of them separate paragraphs."""
        if self._line:
            self._end_line()
        elif self._at_edge:
            self._at_edge = False
        else:
            self._parted = True

    def _break(self) -> None:
        if self._line:
            self._end_line()
        else:
            self._lines.append("")
        self._at_edge = True

    def _end_line(self) -> None:
        if self._line:
            self._lines.append("".join(self._line).strip())
            self._line = []
        self._behind_address = False

    def _end_link(self) -> None:
        words = "".join(self._linked).strip()
        if words.rstrip("/").casefold() != self._link.rstrip("/").casefold():
            self._add_address(self._link)
        self._link = ""

    def _add_address(self, found: str) -> None:
        if not found:
            return
        touches = self._line and not self._line[-1][-1:].isspace()
        self._append(f" ({found})" if touches else f"({found})")
        self._behind_address = True
