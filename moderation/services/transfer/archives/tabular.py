"""Reads the rows of a CSV file with any usual separator, and their line numbers."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import IO

from moderation.services.transfer.archives.encoding import ESCAPE, as_utf8, bad_byte
from moderation.services.transfer.archives.records import BrokenOff, Unreadable

SEPARATORS = ",;\t|"
LONGEST_ROW = 1_000_000
LONGEST_CELL = 131_072

# The csv module has one limit for the whole process; `_checked` applies the one for cells.
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW))

_SEPARATOR_LINE = re.compile(r"\"?sep=.\"?\s*", re.IGNORECASE)

Row = tuple[int, dict[str, str]]


def rows(file: IO[bytes], needed: Iterable[str]) -> Iterator[Row | Unreadable]:
    """The rows of `file` by column name; case does not matter in names.

    If a quotation mark is never closed, only its own line is lost: reading
    continues with the next one.
    """
    text = TextIOWrapper(as_utf8(file), encoding="utf-8", errors=ESCAPE, newline="")
    try:
        source = _Lines(text)
        header = source.first()
        columns, separator = _columns(header, needed)
        missing = [name for name in needed if name not in columns]
        twice = sorted({name for name in columns if name and columns.count(name) > 1})
        if missing:
            why = f"these columns are missing: {', '.join(missing)}; the first line names columns"
            yield BrokenOff("line 1", why)
        elif twice:
            yield BrokenOff("line 1", f"these columns come twice: {', '.join(twice)}")
        else:
            yield from _rows(source, columns, separator)
    finally:
        text.detach()


def _columns(header: str, needed: Iterable[str]) -> tuple[list[str], str]:
    """The names of the columns, and the separator that yields most of the needed ones."""
    split = {separator: _names(header, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: len(set(needed) & set(split[separator])))
    return split[best], best


def _names(header: str, separator: str) -> list[str]:
    cells = next(csv.reader([header.lstrip("\ufeff")], delimiter=separator), [])
    return [re.sub(r"[\s_-]+", "_", cell.strip().casefold()) for cell in cells]


def _rows(source: "_Lines", columns: list[str], separator: str) -> Iterator[Row | Unreadable]:
    reader = csv.reader(source, delimiter=separator, strict=True)
    while True:
        number = source.number + 1
        try:
            cells = _checked(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(f"line {number}", _reason(error, source.number - number + 1))
            source.go_back()
            reader = csv.reader(source, delimiter=separator, strict=True)
            continue
        source.forget()
        if cells:
            yield _row(number, columns, cells)


def _checked(cells: list[str]) -> list[str]:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise csv.Error(f"a cell has more than {LONGEST_CELL:,} characters")
    return cells


def _reason(error: csv.Error, lines: int) -> str:
    if lines > 1:
        return "its quotation mark is not closed, or closed in another line"
    return f"it is not CSV: {error}"


def _row(number: int, columns: list[str], cells: list[str]) -> Row | Unreadable:
    if wrong := next(filter(None, map(bad_byte, cells)), ""):
        return Unreadable(f"line {number}", f"{wrong}: save the file as UTF-8")
    if len(cells) > len(columns):
        why = f"it has {len(cells)} cells for {len(columns)} columns: quote texts with separators"
        return Unreadable(f"line {number}", why)
    return number, dict(zip(columns, cells, strict=False))


class _Lines:
    """Lines that can be read again: those `taken` since the last complete row."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._waiting: list[str] = []
        self.taken: list[str] = []
        self.number = 0
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._length > LONGEST_ROW:
            raise csv.Error("the row does not end")
        line = self._waiting.pop() if self._waiting else self._text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._length += len(line)
        self.number += 1
        return line

    def forget(self) -> None:
        """Begin a new row."""
        self.taken.clear()
        self._length = 0

    def first(self) -> str:
        """The header line; Excel may write a `sep=` line before it."""
        line = next(self, "")
        while line and (not line.strip() or _SEPARATOR_LINE.fullmatch(line)):
            line = next(self, "")
        self.forget()
        return line

    def go_back(self) -> None:
        """Return to the second of the lines taken."""
        self._waiting.extend(reversed(self.taken[1:]))
        self.number -= max(0, len(self.taken) - 1)
        self.forget()
