"""Finds columns that are set with spaces or tabs, and the cells of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moderation.services.policy.reading.blocks import Line, Offsets

_BETWEEN = re.compile(r"[ \t]{3,}|\t")
_LEAST_ROWS = 2
_TOLERANCE = 2  # columns


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines first..last (exclusive) of a text, set in two columns: the cells of each."""

    first: int
    last: int
    left: list[list[Offsets]]
    right: list[list[Offsets]]


@dataclass(frozen=True, slots=True)
class _Split:
    left: Offsets
    right: Offsets
    column: int  # -1 where a tab separates


def columns(plain: str, read: list[Line]) -> Iterator[Columns]:
    """The groups of lines in two columns, in order."""
    splits = [_split(plain, line) for line in read]
    at = 0
    while at < len(read):
        split = splits[at]
        last = _last(read, splits, at, split.column) if split else at
        if split and sum(one is not None for one in splits[at:last]) >= _LEAST_ROWS:
            yield _columns(plain, read, splits, at, last)
        at = max(last, at + 1)


def _split(plain: str, line: Line) -> _Split | None:
    text = plain[line.start : line.end]
    gaps = list(_BETWEEN.finditer(text))
    if len(gaps) != 1 or "|" in text:
        return None
    begin, end = gaps[0].span()
    column = -1 if "\t" in gaps[0][0] else line.indent + end
    return _Split((line.start, line.start + begin), (line.start + end, line.end), column)


def _last(read: list[Line], splits: list[_Split | None], first: int, column: int) -> int:
    """Behind the last line of the columns that begin at line `first`."""
    last = first
    paused = False
    for number in range(first, len(read)):
        line, split = read[number], splits[number]
        if line.is_blank:
            paused = True
            continue
        if split is not None:
            fits = abs(split.column - column) <= _TOLERANCE
        else:
            is_right = line.indent >= max(column - _TOLERANCE, 4)
            is_left = line.indent + line.end - line.start < column and not paused
            fits = column >= 0 and (is_right or is_left)
        if not fits:
            break
        last, paused = number + 1, False
    return last


def _columns(
    plain: str, read: list[Line], splits: list[_Split | None], first: int, last: int
) -> Columns:
    opened = splits[first]
    column = opened.column if opened else 0
    left: list[list[Offsets]] = []
    right: list[list[Offsets]] = []
    for line, split in zip(read[first:last], splits[first:last], strict=True):
        if split:
            _add(plain, left, split.left)
            _add(plain, right, split.right)
        elif not line.is_blank:
            is_right = line.indent >= max(column - _TOLERANCE, 4)
            _add(plain, right if is_right else left, (line.start, line.end))
    return Columns(first, last, left, right)


def _add(plain: str, column: list[list[Offsets]], cell: Offsets) -> None:
    """Add a cell, or a line of the cell above it, which goes on in small letters."""
    if column and plain[cell[0]].islower() and len(column) > 1:
        column[-1].append(cell)
    else:
        column.append([cell])
