"""Reads labelled comments and splits off those that are held out.

A label that a set does not have is missing (NaN), never 0. Rows are held out by
a hash of their letters, so that a text and its copies in other sets fall on the
same side.
"""

import csv
import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from math import isnan, nan
from pathlib import Path
from random import Random
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute

# The data's column for each attribute
COLUMNS = {
    Attribute.PROFANITY: "profanity",
    Attribute.PERSONAL_ATTACK: "insult",
    Attribute.THREAT: "threat",
    Attribute.IDENTITY_ATTACK: "identity_attack",
    Attribute.TOXICITY: "toxicity",
}

HELD_OUT_PERCENT = 10

_UPGRADED = {"text", *COLUMNS.values()}

# Better labels for rows of other sets, by set and id
UPGRADES = "label_upgrades"

Row = Mapping[str, str]

_NOT_LETTERS = re.compile(r"[\W_]+")
csv.field_size_limit(2**31 - 1)


class DataError(Exception):
    """Labelled data cannot be used; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A set of the catalogue: how much its rows count, and which labels are usable.

    `share` is the part of its rows that is used, chosen by their letters; `accepts`
    tells which rows are used at all (`bool`: every row).
    """

    name: str
    weight: float
    attributes: tuple[Attribute, ...] = tuple(COLUMNS)
    share: float = 1.0
    accepts: Callable[[Row], bool] = bool


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """A text with a label for each attribute of COLUMNS, NaN where missing."""

    text: str
    labels: tuple[float, ...]
    source: str
    weight: float
    # Whether it is from a random sample, so that its labels have natural prevalence
    random_sample: bool


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
    def labels(self) -> Floats:
        """Labels, comments × attributes."""
        rows = [comment.labels for comment in self.comments]
        return np.array(rows, dtype=float).reshape(-1, len(COLUMNS))

    @property
    def weights(self) -> Floats:
        return np.array([comment.weight for comment in self.comments])

    @property
    def sources(self) -> NDArray[np.str_]:
        return np.array([comment.source for comment in self.comments])

    @property
    def random_sample(self) -> Mask:
        return np.array([comment.random_sample for comment in self.comments], dtype=bool)

    def where(self, chosen: Iterable[bool]) -> "Corpus":
        """Return the chosen comments."""
        return Corpus(compress(self.comments, chosen))


def letters(text: str) -> str:
    """Return a key that copies of a text share whatever their case and punctuation."""
    return _NOT_LETTERS.sub("", text.casefold())


def bucket(text: str, of: int = 100) -> int:
    """Return a number below `of` that depends on the text's letters alone."""
    return (
        int.from_bytes(hashlib.sha256(letters(text).encode("utf-8", "replace")).digest()[:8]) % of
    )


def is_held_out(text: str) -> bool:
    """Tell whether a text is held out for evaluation; its copies in other sets are too."""
    return bucket(text) < HELD_OUT_PERCENT


def read_texts(folder: Path) -> Iterator[str]:
    """Yield the texts of every set in a folder, whatever their labels."""
    for path in sorted(folder.glob("*.csv.gz")):
        yield from (row["text"] for row in _rows(path))


def read(folder: Path, sources: Iterable[Source]) -> Corpus:
    """Read the sources, each text once: the first source that has it wins."""
    seen: set[str] = set()
    upgrades = _upgrades(folder / f"{UPGRADES}.csv.gz")
    comments = (
        comment
        for source in sources
        for comment in _comments(folder / f"{source.name}.csv.gz", source, upgrades)
    )
    return Corpus(comment for comment in comments if _is_new(comment, seen))


def read_files(paths: Iterable[Path], *, limit: int | None = None, seed: int = 0) -> Corpus:
    """Read labelled CSV files, or a random `limit` of their comments.

    Raises DataError if a file cannot be read or has no usable column.
    """
    comments = [c for path in paths for c in _comments(path, Source(path.name.split(".")[0], 1.0))]
    if limit is not None and limit < len(comments):
        comments = Random(seed).sample(comments, limit)  # noqa: S311 -- not a secret
    return Corpus(comments)


def _is_new(comment: LabelledComment, seen: set[str]) -> bool:
    """Note the comment's letters in `seen`; tell whether it has any that are new."""
    identity = letters(comment.text)
    if not identity or identity in seen:
        return False
    seen.add(identity)
    return True


def _upgrades(path: Path) -> dict[tuple[str, str], Row]:
    """Return the cells of better labels that are filled in, by set and id."""
    if not path.exists():
        return {}
    return {
        (row["set"], row["id"]): {
            column: cell for column, cell in row.items() if cell and column in _UPGRADED
        }
        for row in _rows(path)
    }


def _comments(
    path: Path, source: Source, upgrades: Mapping[tuple[str, str], Row] = MappingProxyType({})
) -> Iterator[LabelledComment]:
    """Yield the comments of a file that are accepted and have a usable label."""
    for stored in _rows(path):
        row = {**stored, **upgrades.get((source.name, stored.get("id", "")), {})}
        if not source.accepts(row) or bucket(f"share {row['text']}", 1000) >= 1000 * source.share:
            continue
        labels = tuple(_label(row, attribute, source) for attribute in COLUMNS)
        if not all(map(isnan, labels)):
            random_sample = row.get("natural_sample") == "1"
            yield LabelledComment(row["text"], labels, source.name, source.weight, random_sample)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = set(reader.fieldnames or ())
            if "text" not in columns or not columns & set(COLUMNS.values()):
                raise DataError(
                    f"{path} needs a column `text` and at least one of "
                    f"{', '.join(COLUMNS.values())}."
                )
            yield from reader
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"Cannot read the labelled data in {path}: {error}") from error


def _label(row: dict[str, str], attribute: Attribute, source: Source) -> float:
    value = row.get(COLUMNS[attribute]) if attribute in source.attributes else None
    return float(value) if value else nan
