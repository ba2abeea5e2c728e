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
from dataclasses import dataclass
from itertools import compress
from math import isnan, nan
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


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A text with a label for each attribute of COLUMNS, NaN where missing."""

    text: str
    labels: tuple[float, ...]
    source: str
    weight: float
    natural: bool
    """Whether it was drawn at random, so that its labels are as frequent as in life."""


class Corpus:
    """Labelled comments, with their columns as arrays."""

    def __init__(self, comments: Iterable[LabelledComment]) -> None:
        self.comments = tuple(comments)

    def __len__(self) -> int:
        return len(self.comments)

    @property
    def texts(self) -> list[str]:
        return [comment.text for comment in self.comments]

    @property
    def labels(self) -> NDArray[np.float64]:
        """Labels, comments × attributes."""
        rows = [comment.labels for comment in self.comments]
        return np.array(rows, dtype=float).reshape(-1, len(COLUMNS))

    @property
    def weights(self) -> NDArray[np.float64]:
        return np.array([comment.weight for comment in self.comments])

    @property
    def sources(self) -> NDArray[np.str_]:
        return np.array([comment.source for comment in self.comments])

    @property
    def natural(self) -> NDArray[np.bool_]:
        return np.array([comment.natural for comment in self.comments], dtype=bool)

    def where(self, chosen: Iterable[bool]) -> "Corpus":
        """Return the chosen comments."""
        return Corpus(compress(self.comments, chosen))


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
    seen: set[str] = set()
    comments = (comment for source in sources for comment in _comments(folder, source))
    return Corpus(comment for comment in comments if _is_new(comment, seen))


def _is_new(comment: LabelledComment, seen: set[str]) -> bool:
    """Note the comment's letters in `seen`; tell whether it has any that are new."""
    identity = letters(comment.text)
    if not identity or identity in seen:
        return False
    seen.add(identity)
    return True


def _comments(folder: Path, source: Source) -> Iterator[LabelledComment]:
    """Yield the comments of a source that have a usable label."""
    for row in _rows(folder / f"{source.name}.csv.gz"):
        labels = tuple(_label(row, attribute, source) for attribute in COLUMNS)
        if not all(map(isnan, labels)):
            natural = row.get("natural_sample") == "1"
            yield LabelledComment(row["text"], labels, source.name, source.weight, natural)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _label(row: dict[str, str], attribute: Attribute, source: Source) -> float:
    value = row[COLUMNS[attribute]] if attribute in source.attributes else ""
    return float(value) if value else nan
