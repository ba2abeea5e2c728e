"""Sentences in many languages, and English ones that resemble others.  We wrote all of them.

The abusive ones are as plain as the tests need.
"""

import csv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Sentence(NamedTuple):
    language: str
    kind: str
    text: str


def sentences() -> list[Sentence]:
    """Calm and abusive sentences of comments, none of them English."""
    with (FOLDER / "sentences.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Sentence(row["language"], row["kind"], row["text"]) for row in rows]


def ordinary() -> list[str]:
    """Calm English as most comments have it."""
    return (FOLDER / "ordinary.txt").read_text("utf-8").splitlines()


def english() -> list[str]:
    """Calm English: names, titles, slang and typing errors included."""
    return (FOLDER / "english.txt").read_text("utf-8").splitlines()
