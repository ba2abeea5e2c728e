"""Splits a text into blocks: headings, paragraphs, list items and the rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from moderation.services.policy.reading.markup import CELL, GAP, HEADING, ITEM

Offsets = tuple[int, int]


class Form(Enum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Mark(Enum):
    """What the sign in front of an item says about it: a cross forbids, a tick allows."""

    NONE = "none"
    CROSS = "cross"
    TICK = "tick"


@dataclass(slots=True)
class Block:
    """A block, the offsets of its pieces, and the kind of its marker ("-", "1.", "(a)")."""

    form: Form
    spans: list[Offsets]
    marker: str = ""
    mark: Mark = Mark.NONE
    cells: list[Offsets] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the offsets of its text without indentation, and the indentation."""

    start: int
    end: int
    indent: int

    @property
    def is_blank(self) -> bool:
        return self.start >= self.end


_CROSSES = "✗✘✖❌🚫⛔👎🛑"
_TICKS = "✓✔✅☑👍"
_MARKER = re.compile(
    rf"(?:(?P<sign>[-*+•‣◦·–—▪►●○{ITEM}{_CROSSES}{_TICKS}])"
    rf"\ufe0f?[ \t{GAP}]{{0,20}}(?=\s|[^\s\w*_-]|(?<={ITEM}))"
    r"|(?P<dotted>§? ?[0-9]{1,3}(?:\.[0-9]{1,3}){1,3}\.?)\s"
    r"|(?P<number>[(\[]?[0-9]{1,3}[.)\]:]|§ ?[0-9]{1,3})[ \t]+"
    r"|(?P<roman>[(\[]?[ivx]{2,5}[)\]])\s"
    r"|(?P<letter>[(\[][a-zA-Z][)\]]|[a-zA-Z]\)|[a-z]\.)\s)\s{0,20}"
)
_ASKS = re.compile(r"\**(?:Q|F|Question|Frage)\**\s?[:.)]\**\s", re.IGNORECASE)
_ANSWERS = re.compile(r"\**(?:A|Answer|Antwort)\**\s?[:.)]\**\s", re.IGNORECASE)
_RULE = re.compile(r"[-=_*~|:+\s]{3,}")
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})\s*")
_HASHES = re.compile(rf"(?:(#{{1,6}})\s+|{HEADING}([1-6])?)\s{{0,20}}")
_SHORT = 60  # characters of a line that may be a heading or an item without a marker
_HEADING_WORDS = 9
_FEW_WORDS = 3


def lines(plain: str) -> list[Line]:
    """The lines of a text; a blank one ends where it starts."""
    found = []
    at = 0
    for raw in plain.split("\n"):
        text = raw.strip(" \t\r\xa0" + GAP)
        start = at + (raw.index(text) if text else 0)
        found.append(Line(start, start + len(text), start - at))
        at += len(raw) + 1
    return found


def blocks(plain: str, read: list[Line]) -> Iterator[Block]:
    """The blocks of `read`, lines of `plain`; no line of tables in columns is among them."""
    return _Grouping(plain, read).blocks()


class _Grouping:
    def __init__(self, plain: str, read: list[Line]) -> None:
        self.plain = plain
        self.lines = read
        self._open: list[Line] = []
        self._marker = ("", Mark.NONE)
        self._answers = False

    def blocks(self) -> Iterator[Block]:
        for number, line in enumerate(self.lines):
            yield from self._line(line, number)
        yield from self._close()

    def _line(self, line: Line, number: int) -> Iterator[Block]:
        text = self.plain[line.start : line.end]
        if line.is_blank or _RULE.fullmatch(text):
            yield from self._close()
        elif is_row(text):
            yield from self._close()
            yield self._row(line)
        elif found := _HASHES.match(text):
            yield from self._close()
            level = len(found[1]) if found[1] else int(found[2] or 1)
            yield Block(Form.HEADING, [_trimmed(line, found.end())], f"#{level}")
        elif found := _MARKER.match(text):
            yield from self._close()
            if text.startswith("§") and _is_title(text[found.end() :]):
                yield Block(Form.HEADING, [_trimmed(line, found.end())])
            else:
                self._begin(line, found)
        elif found := _ASKS.match(text):
            yield from self._close()
            yield Block(Form.HEADING, [_trimmed(line, found.end())], "?")
        elif self._is_heading(text, number):
            yield from self._close()
            yield Block(Form.HEADING, [(line.start, line.end)])
        else:
            found = _ANSWERS.match(text)
            if found:
                yield from self._close()
            begun = found.end() if found else 0
            self._open.append(Line(line.start + begun, line.end, line.indent))
            if text.rstrip("*_ ").endswith(":") and not self._marker[0]:
                yield from self._close()

    def _begin(self, line: Line, found: re.Match[str]) -> None:
        kind = str(found.lastgroup)
        sign = found["sign"] or ""
        mark = Mark.CROSS if sign and sign in _CROSSES else Mark.NONE
        if sign and sign in _TICKS:
            mark = Mark.TICK
        depth = found["dotted"].count(".") if found["dotted"] else min(line.indent, 40) // 2
        self._marker = (f"{kind}{depth if kind in ('sign', 'dotted') else ''}", mark)
        self._open = [Line(line.start + found.end(), line.end, line.indent)]

    def _close(self) -> Iterator[Block]:
        opened, (marker, mark) = self._open, self._marker
        self._open, self._marker = [], ("", Mark.NONE)
        spans = [(line.start, line.end) for line in opened if not line.is_blank]
        if not spans:
            return
        if marker:
            yield Block(Form.ITEM, spans, marker, mark)
        elif len(spans) > 2 and self._is_bare_list(spans):
            for span in spans:
                yield Block(Form.ITEM, [span], "bare")
        else:
            yield Block(Form.PARAGRAPH, spans)

    def _is_bare_list(self, spans: list[Offsets]) -> bool:
        """Whether lines without markers are a list: short, and none runs on into the next."""
        texts = [self.plain[start:end] for start, end in spans]
        return all(len(text) <= _SHORT and text[0].isupper() for text in texts) and not any(
            text.endswith((",", ".")) for text in texts
        )

    def _row(self, line: Line) -> Block:
        return Block(Form.ROW, [(line.start, line.end)], cells=cells(self.plain, line))

    def _is_heading(self, text: str, number: int) -> bool:
        """Whether a line is a heading: underlined, bold, in capitals, or short and alone."""
        if self._open or len(text) > 2 * _SHORT or text.rstrip("*_ ").endswith(":"):
            return False
        after = self.lines[number + 1] if number + 1 < len(self.lines) else None
        below = self.plain[after.start : after.end] if after else ""
        bare = text.strip("*_ :")
        if _UNDERLINE.fullmatch(below) or (
            text[:2] in ("**", "__") and text.strip(" :")[-2:] == text[:2]
        ):
            return True
        short = len(text) <= _SHORT and text.count(" ") < _HEADING_WORDS
        if bare.isupper() and short:
            return True
        if text.endswith("?"):
            return True
        alone = not below or bool(_MARKER.match(below)) or _is_above_text(text, below)
        return short and alone and bare[-1:].isalnum()


def _is_above_text(text: str, below: str) -> bool:
    """Whether a line is a word or three above a paragraph, and not the first of several lines."""
    return text.count(" ") < _FEW_WORDS and len(below) > _SHORT and below[0].isupper()


def _is_title(text: str) -> bool:
    """Whether the words behind "§ 4" are those of a heading."""
    return len(text) <= _SHORT and text[-1:].isalnum()


def is_row(text: str) -> bool:
    """Whether a line is a row of a table of Markdown or HTML."""
    return CELL in text or (text.startswith("|") and text.count("|") > 2) or " | " in text


def cells(plain: str, line: Line) -> list[Offsets]:
    """The offsets of the cells of a row; an empty cell starts where it ends."""
    separator = CELL if plain.find(CELL, line.start, line.end) >= 0 else "|"
    row = plain[line.start : line.end]
    first = row.startswith(separator)
    parts = row.split(separator)
    found, at = [], line.start
    for part in parts:
        text = part.strip(" \t\r" + GAP)
        start = at + (part.index(text) if text else 0)
        found.append((start, start + len(text)))
        at += len(part) + 1
    found = found[1:] if first else found
    return found[:-1] if found and found[-1][0] == found[-1][1] and separator == "|" else found


def _trimmed(line: Line, begun: int) -> Offsets:
    return min(line.start + begun, line.end), line.end
