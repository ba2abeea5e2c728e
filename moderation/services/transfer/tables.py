"""Rows written as CSV or as JSON lines, one at a time."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

CSV, JSON_LINES = "csv", "jsonl"
FORMATS = (CSV, JSON_LINES)

# A spreadsheet runs a cell that begins like this as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(rows: Iterable[dict[str, Any]], form: str) -> Iterator[str]:
    """`rows` as the lines of a file; those of a CSV begin with the names of the columns."""
    return _csv(rows) if form == CSV else _json(rows)


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number == 0:
            yield _csv_line(row)
        yield _csv_line(_harmless(value) for value in row.values())


def _csv_line(values: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
