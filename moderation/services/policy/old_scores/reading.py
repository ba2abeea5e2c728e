"""Reads texts with the scores that the Perspective API gave them, line by line.

CSV: a header with `text` and names of attributes.  JSON Lines: an object in each line with `text`
and the scores by name: plain, under `scores`, or as the API answered them (`attributeScores`).
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from moderation.classifiers.base import Attribute
from moderation.classifiers.perspective.names import measured_by

TEXTS = ("text", "comment")
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Scored:
    """A text and its old scores, from 0 to 1."""

    text: str
    scores: dict[Attribute, float]


@dataclass(frozen=True, slots=True)
class Faulty:
    """A line that is left out, and why; lines count from 1."""

    line: int
    why: str


class UnreadableFile(Exception):
    """Nothing of a file can be read; the message says why and the next step."""


Row = Scored | Faulty
Reader = Callable[[IO[str]], Iterator[Row]]


def csv_rows(file: IO[str]) -> Iterator[Row]:
    """Yield what each row says.  Raises UnreadableFile where the header does not tell columns."""
    header = file.readline()
    delimiter = max(DELIMITERS, key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter), [])
    names = [name.strip().strip("\ufeff") for name in columns]
    if not set(TEXTS) & {name.lower() for name in names} or not any(map(_measured, names)):
        raise UnreadableFile(
            "The first line must name the columns: text, and one for each attribute by its name "
            "in the API, as in text,TOXICITY,INSULT"
        )
    for line, row in _split(file, delimiter):
        if isinstance(row, str):
            yield Faulty(line, row)
        elif len(row) == len(names):
            yield _row(line, dict(zip(names, row, strict=True)))
        elif row:
            yield Faulty(line, f"it has {len(row)} columns, the header {len(names)}")


def _split(file: IO[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the lines behind the header, each with its columns, or with what is wrong with it."""
    rows = csv.reader(file, delimiter=delimiter)
    while True:
        try:
            yield rows.line_num + 2, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num + 1, f"it is no CSV: {error}"


def json_rows(file: IO[str]) -> Iterator[Row]:
    """Yield what each line says."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            yield Faulty(number, "it is no JSON")
            continue
        if not isinstance(data, dict):
            yield Faulty(number, "it is no JSON object")
            continue
        for name in ("scores", "attributeScores"):
            nested = data.get(name)
            data |= nested if isinstance(nested, dict) else {}
        yield _row(number, data)


def _row(line: int, fields: Mapping[str, Any]) -> Row:
    text = next((value for name, value in fields.items() if name.lower() in TEXTS), "")
    text = text.get("text", "") if isinstance(text, dict) else text
    if not isinstance(text, str) or not text.strip():
        return Faulty(line, "it has no text")
    if any("\ud800" <= character <= "\udfff" for character in text):
        return Faulty(line, "it is not UTF-8")
    scores = {}
    for name, given in fields.items():
        attribute = _measured(name)
        if attribute is None or given in (None, ""):
            continue
        score = _score(given)
        if score is None:
            return Faulty(line, f"{name} is no number from 0 to 1")
        scores[attribute] = score
    return Scored(text, scores) if scores else Faulty(line, "it has no score")


def _measured(name: str) -> Attribute | None:
    return measured_by(name.strip().upper())


def _score(given: Any) -> float | None:
    if isinstance(given, dict):
        summary = given.get("summaryScore", given)
        given = summary.get("value") if isinstance(summary, dict) else None
    try:
        score = float(given)
    except (TypeError, ValueError):
        return None
    return score if 0 <= score <= 1 and not isinstance(given, bool) else None
