"""Reads the labelled data: which sets train which attributes, with what weight.

A label that a set does not have is missing (NaN), never 0. Rows are held out by
a hash of their letters, so that a text and its copies in other sets fall on the
same side.
"""

import csv
import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute

COLUMNS = {
    Attribute.PROFANITY: "profanity",
    Attribute.PERSONAL_ATTACK: "insult",
    Attribute.THREAT: "threat",
    Attribute.IDENTITY_ATTACK: "identity_attack",
    Attribute.TOXICITY: "toxicity",
}
"""The data's column for each attribute."""

_NOT_LETTERS = re.compile(r"[\W_]+")
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A set of the catalogue: how much its rows count, and which labels are usable."""

    name: str
    weight: float
    attributes: tuple[Attribute, ...] = tuple(COLUMNS)


@dataclass(slots=True)
class Corpus:
    """Texts with labels (rows × attributes, NaN where missing), weights and origins."""

    texts: list[str] = field(default_factory=list)
    rows: list[list[float]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    natural: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def labels(self) -> NDArray[np.float64]:
        return np.array(self.rows, dtype=float).reshape(len(self), len(COLUMNS))

    def where(self, chosen: Iterable[bool]) -> "Corpus":
        """Return the chosen rows."""
        places = [place for place, keep in enumerate(chosen) if keep]
        columns = (self.texts, self.rows, self.weights, self.sources, self.natural)
        return Corpus(*([column[place] for place in places] for column in columns))


def letters(text: str) -> str:
    """Return what two copies of a text share whatever was done to case and punctuation."""
    return _NOT_LETTERS.sub("", text.casefold())


def bucket(text: str, of: int = 100) -> int:
    """Return a number below `of` that depends on the text's letters alone."""
    return (
        int.from_bytes(hashlib.sha256(letters(text).encode("utf-8", "replace")).digest()[:8]) % of
    )


def read(folder: Path, sources: Iterable[Source]) -> Corpus:
    """Read the sources, each text once: the first source that has it wins."""
    corpus, seen = Corpus(), set[str]()
    for source in sources:
        for row in _rows(folder / f"{source.name}.csv.gz"):
            text, identity = row["text"], letters(row["text"])
            values = [_label(row, attribute, source) for attribute in COLUMNS]
            if identity in seen or not identity or all(np.isnan(values)):
                continue
            seen.add(identity)
            corpus.texts.append(text)
            corpus.rows.append(values)
            corpus.weights.append(source.weight)
            corpus.sources.append(source.name)
            corpus.natural.append(row.get("natural_sample") == "1")
    return corpus


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _label(row: dict[str, str], attribute: Attribute, source: Source) -> float:
    value = row[COLUMNS[attribute]] if attribute in source.attributes else ""
    return float(value) if value else np.nan
