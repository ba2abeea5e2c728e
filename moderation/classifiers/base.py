"""The contract of all classifiers: attributes, scores, spans of evidence."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import Protocol


class Attribute(StrEnum):
    """What a classifier measures in a comment."""

    PROFANITY = "profanity"
    PERSONAL_ATTACK = "personal_attack"
    THREAT = "threat"
    IDENTITY_ATTACK = "identity_attack"
    TOXICITY = "toxicity"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


# A calibrated probability in [0, 1] for each attribute.
Scores = dict[Attribute, float]

# Return the probabilities of scores in the order of the attributes.
probabilities: Callable[[Scores], tuple[float, ...]] = itemgetter(*Attribute)


def log_odds(probability: float) -> float:
    """Return the log odds of a probability strictly between 0 and 1."""
    return math.log(probability / (1 - probability))


# Start and end of a piece of a text in code points, end exclusive.
Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that is evidence for an attribute.

    `start` and `end` are code-point offsets into the text as posted, end
    exclusive; `contribution` is what it adds to the attribute's logit.
    """

    start: int
    end: int
    contribution: float


class Classifier(Protocol):
    """Turns texts into probabilities and names the evidence for them.

    Implementations are immutable once loaded and thread-safe.
    """

    @property
    def name(self) -> str:
        """The release's name, such as `linear-2026.11`."""
        ...

    @property
    def digest(self) -> str:
        """The SHA-256 of the release, in hexadecimal."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The ISO 639-1 codes of the languages that it reads; it scores any text."""
        ...

    def measures(self, language: str) -> frozenset[Attribute]:
        """The attributes that are measured in texts in `language`; the others score 0 there."""
        ...

    def calm_below(self, language: str) -> float:
        """The toxicity below which a text in `language` is surely calm; 1 where any is.

        A release that reads a language less well than a person needs has a bound: what lies
        above it and breaks no clause is for a person to read.
        """
        ...

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        ...

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return what `score` does, or nearly: a release may take a short cut that it states.

        For rescoring and imports, where many texts are scored and most are calm.
        """
        ...

    def knows(self, word: str) -> bool:
        """Tell whether the vocabulary has `word`, given in lower case, as a whole.

        Always true of a classifier without a vocabulary of whole words.
        """
        ...

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the evidence for `attribute`, in text order, without overlaps.

        It is the fewest words without which the probability falls below `threshold`, one
        half if none is given. Empty if few words do not carry it, or if the classifier
        does not support explanations.
        """
        ...


# What a release reads whose card does not say it
ENGLISH_ONLY = frozenset({"en"})


class Released:
    """A classifier that was loaded from a release with a name, a digest and languages."""

    def __init__(self, *, name: str, digest: str, languages: Iterable[str] = ENGLISH_ONLY) -> None:
        self._name = name
        self._digest = digest
        self._languages = frozenset(languages)

    @property
    def name(self) -> str:
        return self._name

    @property
    def digest(self) -> str:
        return self._digest

    @property
    def languages(self) -> frozenset[str]:
        return self._languages

    def measures(self, language: str) -> frozenset[Attribute]:  # noqa: ARG002 -- the same in all
        return frozenset(Attribute)

    def calm_below(self, language: str) -> float:  # noqa: ARG002 -- the same in all
        return 1.0


class Unexplained(Released):
    """One that has no vocabulary of whole words, and names no evidence.

    Each word that is tried would cost a pass of a large network, or a request.
    """

    def knows(self, word: str) -> bool:  # noqa: ARG002 -- the protocol's
        return True

    def explain(
        self,
        text: str,  # noqa: ARG002 -- the protocol's
        attribute: Attribute,  # noqa: ARG002
        threshold: float | None = None,  # noqa: ARG002
    ) -> list[Span]:
        return []


class ReleaseError(Exception):
    """A release cannot be used; the message says what is wrong and the next step."""


class NotScored(Exception):
    """Not every text could be scored; the message says why and quotes none.

    `scores` has one entry for each text, None for those without.  For classifiers to which a
    second attempt, text by text, would be of no use.
    """

    def __init__(self, message: str, scores: Sequence[Scores | None]) -> None:
        super().__init__(message)
        self.scores = scores
