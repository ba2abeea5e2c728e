"""Writes rows as CSV or JSON lines, one at a time."""

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
    """The lines of a file with `rows`; a CSV file begins with a header."""
    return _csv(rows) if form == CSV else _json(rows)


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, default=str) + "\n"


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number == 0:
            yield _csv_line(row)
        yield _csv_line(without_formula(value) for value in row.values())


def _csv_line(values: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def without_formula(value: Any) -> Any:
    """A cell that a spreadsheet does not run as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
