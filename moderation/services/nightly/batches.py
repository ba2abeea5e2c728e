"""Comments that were judged together, and how many of them are stored at once."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from moderation.services.judging.outcomes import Outcome
from moderation.services.nightly.tally import Former, Tally

LOUD = 10
"""With findings, a comment takes as long to store as so many of which only the score is."""


@dataclass(slots=True)
class Batch(ABC):
    """Outcomes in the order of their comments' ids, and what was said of those before."""

    outcomes: list[Outcome]
    former: dict[int, Former]

    @abstractmethod
    def file(self) -> Tally:
        """Store what was judged, and count what was stored."""

    @abstractmethod
    def rehearse(self) -> Tally:
        """Count what filing would change."""

    def take(self, size: int) -> Self:
        """Take the first comments off that are stored in the time of `size` quiet ones."""
        weights = accumulate(LOUD if outcome.findings else 1 for outcome in self.outcomes)
        number = next((n for n, weight in enumerate(weights) if weight > size), len(self.outcomes))
        taken, self.outcomes = self.outcomes[: number or 1], self.outcomes[number or 1 :]
        return type(self)(taken, self.former)


@dataclass(slots=True)
class Pace:
    """How much is stored at once, from how long the last transaction held its comments.

    Nobody who edits or decides should wait noticeably for one, however slow
    the database is and however much the comments need.  Below `least` a
    transaction is mostly what each costs whatever its size: on a busy machine
    smaller ones would only make it busier.
    """

    size: int = 1000
    least: int = 400
    most: int = 4000
    seconds: float = 0.03

    def adapt(self, took: float) -> None:
        size = round(self.size * min(2.0, self.seconds / took))
        self.size = min(self.most, max(self.least, size))
