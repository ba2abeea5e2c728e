"""Splits a text into sentences that know what they stand in: a heading, an item, a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from moderation.services.policy.reading.blocks import (
    Block,
    Form,
    Mark,
    Offsets,
    blocks,
    lines,
)
from moderation.services.policy.reading.columns import Columns, columns
from moderation.services.policy.reading.frames import Frame, Stance, frames, open_stance
from moderation.services.policy.reading.words import Word, words

CELL_MARKER = "cell"
_END = re.compile(r"[.!?…]{1,5}[\"'”’»)\]*_]{0,4}(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|vs|nr|bzw|usw|z\. ?b|d\. ?h|u\. ?a|ggf|inkl|incl|cf|"
    r"approx|art|abs)"
    r"|\b[a-z0-9])\.$",
    re.IGNORECASE,
)
_CROSSED = frozenset(["no", "nein", "✗", "✘", "✖", "❌", "🚫", "⛔", "never"])


@dataclass
class Sentence:
    """A sentence, or an item or heading without a verb, and where it stands.

    `introduces` tells that a colon, or no full stop, ends it; `first` that it
    begins its block.
    """

    words: list[Word]
    form: Form
    marker: str = ""
    mark: Mark = Mark.NONE
    introduces: bool = False
    colon: bool = False
    asks: bool = False
    first: bool = True
    folded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = [word.folded for word in self.words]

    @cached_property
    def frames(self) -> list[Frame]:
        """Where the sentence forbids or allows."""
        return frames(self.words)


def sentences(plain: str) -> list[Sentence]:
    """The sentences of a text without markup, in reading order: columns one after the other."""
    read = lines(plain)
    found: list[Sentence] = []
    at = 0
    for group in columns(plain, read):
        found += _of_blocks(plain, list(blocks(plain, read[at : group.first])))
        found += _of_columns(plain, group)
        at = group.last
    found += _of_blocks(plain, list(blocks(plain, read[at:])))
    return [sentence for sentence in found if sentence.words]


def _of_blocks(plain: str, found: list[Block]) -> Iterator[Sentence]:
    rows: list[Block] = []
    for block in found:
        if block.form is Form.ROW:
            rows.append(block)
            continue
        yield from _of_table(plain, rows)
        rows = []
        yield from _of_block(plain, block)
    yield from _of_table(plain, rows)


def _of_block(plain: str, block: Block) -> Iterator[Sentence]:
    if block.form is Form.HEADING:
        text = plain[block.spans[0][0] : block.end].rstrip(" *_\x1f")
        yield Sentence(
            words(plain, block.spans),
            block.form,
            block.marker,
            asks=text.endswith("?") or block.marker == "?",
        )
        return
    for number, spans in enumerate(_split(plain, block.spans)):
        last = plain[max(spans[-1][1] - 6, spans[-1][0]) : spans[-1][1]].rstrip(' *_"”)\x1f')
        yield Sentence(
            words(plain, spans),
            block.form,
            block.marker,
            block.mark,
            introduces=not last.endswith((".", "!", "?", ";", ",")),
            colon=last.endswith(":"),
            asks=last.endswith("?"),
            first=number == 0,
        )


def _split(plain: str, spans: Sequence[Offsets]) -> Iterator[list[Offsets]]:
    """The sentences of a block whose lines are `spans`."""
    opened: list[Offsets] = []
    for start, end in spans:
        at = start
        for found in _END.finditer(plain, start, end):
            if _is_end(plain, start, found):
                yield [*opened, (at, found.end())]
                opened, at = [], found.end()
        if at < end:
            opened.append((at, end))
    if opened:
        yield opened


def _is_end(plain: str, start: int, found: re.Match[str]) -> bool:
    following = plain[found.end() : found.end() + 3].strip()
    if following and following[0].islower():
        return False
    tail = plain[max(start, found.start() - 8) : found.start() + 1]
    return not (found[0] == "." and _ABBREVIATED.search(tail) and following)


def _of_columns(plain: str, group: Columns) -> Iterator[Sentence]:
    for column in (group.left, group.right):
        yield from _of_cells(plain, column)


def _of_cells(plain: str, column: Sequence[list[Offsets]]) -> Iterator[Sentence]:
    """A column: its head introduces its cells."""
    for number, cell in enumerate(column):
        if number == 0:
            yield Sentence(words(plain, cell), Form.PARAGRAPH, introduces=True)
            continue
        yield from _of_block(plain, Block(Form.ITEM, cell, CELL_MARKER))


def _of_table(plain: str, rows: Sequence[Block]) -> Iterator[Sentence]:
    """A table by columns where a head forbids or allows, or else by rows."""
    if not rows:
        return
    heads = [words(plain, [cell]) for cell in rows[0].cells]
    if len(rows) > 1 and any(open_stance(head) is not Stance.NEUTRAL for head in heads):
        for number in range(len(heads)):
            cells = [row.cells[number] for row in rows if number < len(row.cells)]
            yield from _of_cells(plain, [[cell] for cell in cells])
        return
    for row in rows:
        crossed = any(
            plain[start:end].strip("*_ ").casefold() in _CROSSED for start, end in row.cells
        )
        mark = Mark.CROSS if crossed else Mark.NONE
        yield Sentence(words(plain, row.cells), Form.ITEM, CELL_MARKER, mark)
