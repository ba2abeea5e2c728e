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
from moderation.services.policy.reading.enumerations import inline_list
from moderation.services.policy.reading.frames import frames, open_stance
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.presuming import presumed
from moderation.services.policy.reading.putting_away import put_away
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word, words

CELL_MARKER = "cell"
INLINE_MARKER = "inline"
ORDINAL = "ordinal"  # the marker of paragraphs that begin with "First,"
_END = re.compile(r"[.!?…]{1,5}[\"'”’»)\]*_]{0,4}(?=\s|$)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|st|vs|nr|bzw|usw|z\. ?b|d\. ?h|u\. ?a|ggf|inkl|incl|cf|"
    r"approx|art|abs)"
    r"|(?<!['’])\b[a-z0-9])\.$",
    re.IGNORECASE,
)
_HEADS_OF_VERDICTS = word_set(
    """
    happens consequence consequences sanction sanctions penalty penalties punishment result action
    folge folgen konsequenz konsequenzen sanktion sanktionen strafe passiert
    """
)
_SANCTIONS = word_set(
    """
    warning warned suspension suspended ban banned edited closed removed removal deleted deletion
    muted mute blocked block hidden rejected police timeout card kick kicked barred cut locked
    verwarnung verwarnt sperre sperrung gesperrt gelöscht löschung entfernt ausschluss anzeige
    """
)
_ORDINAL = re.compile(
    r"(?:(?:First|Second|Third|Fourth|Fifth|Sixth|Last|Final)(?:ly)?(?: up| of all)?|"
    r"Erstens|Zweitens|Drittens|Viertens|Schließlich),\s"
)
_CROSSED = frozenset(["no", "nein", "✗", "✘", "✖", "❌", "🚫", "⛔", "never"])


@dataclass
class Sentence:
    """A sentence, or an item or heading without a verb, and where it stands.

    `introduces` tells that no full stop ends it, `colon` that a colon or comma does; `first` that
    it begins its block.  `described` are the words beside it in a table that say what it means.
    """

    words: list[Word]
    form: Form
    marker: str = ""
    mark: Mark = Mark.NONE
    introduces: bool = False
    colon: bool = False
    asks: bool = False
    first: bool = True
    described: list[Word] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = [word.folded for word in self.words]

    @cached_property
    def frames(self) -> list[Frame]:
        """Where the sentence forbids or allows."""
        said = [*frames(self.words), *put_away(self.words)]
        found = None if self.asks or self.form is Form.HEADING else presumed(self.words, said)
        return sorted([*said, *([found] if found else [])], key=lambda one: one.start)


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
    if block.form is Form.PARAGRAPH and (found := _ORDINAL.match(plain, *block.spans[0])):
        block = Block(Form.ITEM, [(found.end(), block.spans[0][1]), *block.spans[1:]], ORDINAL)
    for number, spans in enumerate(_split(plain, block.spans)):
        if parts := inline_list(plain, spans):
            yield from _of_inline_list(plain, block, parts, first=number == 0)
            continue
        last = plain[max(spans[-1][1] - 6, spans[-1][0]) : spans[-1][1]].rstrip(' *_"”)\x1f')
        yield Sentence(
            words(plain, spans),
            block.form,
            block.marker,
            block.mark,
            introduces=not last.endswith((".", "!", "?", ";")),
            colon=last.endswith((":", ",")),
            asks=last.endswith("?"),
            first=number == 0,
        )


def _of_inline_list(
    plain: str, block: Block, parts: Sequence[list[Offsets]], *, first: bool
) -> Iterator[Sentence]:
    head, *items = ([*words(plain, part)] for part in parts)
    yield Sentence(
        head, block.form, block.marker, block.mark, introduces=True, colon=True, first=first
    )
    for item in items:
        yield Sentence(item, Form.ITEM, INLINE_MARKER)


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
    if following and following[0].islower() and not plain[start : found.end()].islower():
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
            yield Sentence(words(plain, cell), Form.PARAGRAPH, introduces=True, colon=True)
            continue
        yield from _of_block(plain, Block(Form.ITEM, cell, CELL_MARKER))


def _of_table(plain: str, rows: Sequence[Block]) -> Iterator[Sentence]:
    """A table by columns where a head forbids or allows, or else by rows."""
    if not rows:
        return
    heads = [words(plain, [cell]) for cell in rows[0].cells]
    if len(rows) > 1 and any(open_stance(head) is not Stance.NEUTRAL for head in heads):
        for number, head in enumerate(heads):
            cells = [row.cells[number] for row in rows if number < len(row.cells)]
            if number and open_stance(head) is Stance.NEUTRAL:
                continue  # it says why, or what happens
            yield from _of_cells(plain, [[cell] for cell in cells])
        return
    yield from _of_rows(plain, rows)


def _of_rows(plain: str, rows: Sequence[Block]) -> Iterator[Sentence]:
    """A table by rows: where a column says what becomes of it, a row is about its first cell."""
    read = [[words(plain, [cell]) for cell in row.cells] for row in rows]
    verdicts = _column_of_verdicts(read)
    head = bool(verdicts) and open_stance(read[0][verdicts]) is Stance.NEUTRAL
    for row, cells in zip(rows[head:], read[head:], strict=True):
        said = [cell for number, cell in enumerate(cells) if number != verdicts]
        crossed = any(
            plain[start:end].strip("*_ ").casefold() in _CROSSED for start, end in row.cells
        )
        if verdicts and len(cells) > verdicts:
            crossed = _is_sanction(cells[verdicts])
            described = [word for cell in said[1:] for word in cell]
            mark = Mark.CROSS if crossed else Mark.TICK
            yield Sentence(said[0], Form.ITEM, CELL_MARKER, mark, described=described)
            continue
        mark = Mark.CROSS if crossed else Mark.NONE
        yield Sentence(words(plain, row.cells), Form.ITEM, CELL_MARKER, mark)


def _is_sanction(cell: Sequence[Word]) -> bool:
    stance = open_stance(cell)
    return stance is Stance.FORBIDS or (
        stance is Stance.NEUTRAL and bool(_SANCTIONS & {word.folded for word in cell})
    )


def _column_of_verdicts(read: Sequence[Sequence[Sequence[Word]]]) -> int:
    """The column behind the first in which most rows say that something is removed; 0 if none."""
    widest = max(map(len, read), default=0)
    for column in range(1, widest):
        below = [cells[column] for cells in read[1:] if len(cells) > column]
        if len(read[0]) > column and _HEADS_OF_VERDICTS & {word.folded for word in read[0][column]}:
            return column
        forbidding = sum(open_stance(cell) is Stance.FORBIDS for cell in below)
        if below and 2 * forbidding > len(below):
            return column
    return 0
