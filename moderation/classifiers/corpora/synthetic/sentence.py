"""A made sentence with its labels."""

from dataclasses import dataclass
from math import nan

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with a label for each attribute of `corpus.COLUMNS`, NaN where none is given."""

    text: str
    labels: tuple[float, ...]


def labels(**given: float) -> tuple[float, ...]:
    """Return labels in the order of COLUMNS, given as `threat=1.0`; NaN for the rest."""
    return tuple(given.get(attribute.value, nan) for attribute in COLUMNS)


CALM = labels(**dict.fromkeys(map(str, Attribute), 0.0))
