"""What every classifier offers, whatever it is made of."""

from collections.abc import Callable, Sequence
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


Scores = dict[Attribute, float]
"""A calibrated probability in [0, 1] for each attribute."""

probabilities: Callable[[Scores], tuple[float, ...]] = itemgetter(*Attribute)
"""The probabilities of scores in the order of the attributes."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words that speak for an attribute.

    `start` and `end` are code-point offsets into the text as posted, end
    exclusive; `contribution` is what the words add to the attribute's logit.
    """

    start: int
    end: int
    contribution: float


class Classifier(Protocol):
    """Turns texts into probabilities, and says which words they come from.

    Implementations are immutable once loaded and safe to share by threads.
    """

    @property
    def name(self) -> str:
        """The release's name, such as `linear-2026.11`."""
        ...

    @property
    def digest(self) -> str:
        """The SHA-256 of the release, in hexadecimal."""
        ...

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Score texts of any content and length, one result for each, in order."""
        ...

    def knows(self, word: str) -> bool:
        """Tell whether `word`, in small letters, was learnt as a whole.

        True of every word where the classifier cannot tell.
        """
        ...

    def explain(self, text: str, attribute: Attribute) -> list[Span]:
        """Return the evidence for `attribute`, in text order, without overlaps.

        Empty where nothing in the text speaks for it, or where the classifier
        cannot tell.
        """
        ...


class Released:
    """Keeps what identifies the release that a classifier was loaded from."""

    def __init__(self, *, name: str, digest: str) -> None:
        self._name = name
        self._digest = digest

    @property
    def name(self) -> str:
        return self._name

    @property
    def digest(self) -> str:
        return self._digest


class ReleaseError(Exception):
    """A release cannot be used; the message says what is wrong and the next step."""
