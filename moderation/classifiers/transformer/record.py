"""What the metadata of a transformer release say about how to read and what to expect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.normalization.lexicon import Lexicon

FORMAT = 1
# The name of the record among the metadata
RECORD = "comity"
_LEAST_WINDOW = 4


@dataclass(frozen=True, slots=True)
class Record:
    """How a release reads texts, and what it must make of some.

    A probability is sigmoid(`slopes` × logit + `intercepts`), one each for each of
    `attributes`. `window` is how many tokens are read at once, the two at the ends
    included. `questions[i]` must get the logits in row `i` of `answers`.
    """

    attributes: tuple[Attribute, ...]
    slopes: Floats
    intercepts: Floats
    window: int
    lexicon: Lexicon
    questions: tuple[str, ...]
    answers: Floats

    @classmethod
    def parse(cls, metadata: Mapping[str, str]) -> "Record":
        """Return the record among a file's metadata.

        Raises ValueError, KeyError or TypeError if there is none or it is no valid one.
        """
        if RECORD not in metadata:
            raise ValueError(f"its metadata lack `{RECORD}`, so another project made it")
        record = json.loads(metadata[RECORD])
        if record["format"] != FORMAT:
            raise ValueError(f"its format is {record['format']!r}, this version reads {FORMAT}")
        attributes = tuple(Attribute(name) for name in record["attributes"])
        if sorted(attributes) != sorted(Attribute):
            raise ValueError(f"its attributes are {', '.join(attributes) or 'none'}")
        calibration = [record["calibration"][name] for name in attributes]
        slopes, intercepts = _numbers("calibration", calibration, 2).T
        if (slopes <= 0).any():
            raise ValueError("a slope of its calibration is not above 0")
        return cls(
            attributes=attributes,
            slopes=slopes,
            intercepts=intercepts,
            window=_window(record["window"]),
            lexicon=Lexicon(record["lexicon"], record["known"]),
            questions=tuple(str(known["text"]) for known in record["known_answers"]),
            answers=_answers(record["known_answers"], len(attributes)),
        )


def _answers(known: list[dict[str, Any]], attributes: int) -> Floats:
    if not known:
        raise ValueError("it has no known answers to be checked with")
    return _numbers("known answers", [own["logits"] for own in known], attributes)


def _window(window: Any) -> int:
    if not isinstance(window, int) or window < _LEAST_WINDOW:
        raise ValueError(f"its window is {window!r} tokens")
    return window


def _numbers(what: str, rows: list[list[float]], width: int) -> Floats:
    numbers = np.array(rows, dtype=np.float64)
    if numbers.shape != (len(rows), width) or not np.isfinite(numbers).all():
        raise ValueError(f"its {what} are not {width} numbers each")
    return numbers
