"""Comments that were judged together, and how many of them are stored at once."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Self

from moderation.services.judging.outcomes import Outcome
from moderation.services.nightly.tally import Former, Tally


@dataclass(slots=True)
class Batch(ABC):
    """Outcomes of a range of comments, and what was said of those before.

    Those with findings come first, each kind in the order of their ids: they
    need a dozen queries however few they are, which the others are spared.
    """

    outcomes: list[Outcome]
    former: dict[int, Former]

    def __post_init__(self) -> None:
        self.outcomes.sort(key=lambda outcome: not outcome.findings)

    @abstractmethod
    def file(self) -> Tally:
        """Store what was judged, and count what was stored."""

    @abstractmethod
    def rehearse(self) -> Tally:
        """Count what filing would change."""

    @property
    def first(self) -> int | None:
        """The lowest id of its comments: all that come before are done."""
        return min((outcome.comment.pk for outcome in self.outcomes), default=None)

    @property
    def has_findings(self) -> bool:
        """Whether its first comments are of the kind with findings."""
        return bool(self.outcomes and self.outcomes[0].findings)

    def take(self, size: int) -> Self:
        """Take the first comments off, `size` of one kind at most."""
        kind = self.has_findings
        alike = takewhile(lambda outcome: bool(outcome.findings) == kind, self.outcomes)
        number = sum(1 for _ in islice(alike, size))
        taken, self.outcomes = self.outcomes[:number], self.outcomes[number:]
        return type(self)(taken, self.former)


@dataclass(slots=True)
class Pace:
    """How many comments are stored at once, from how long the last transaction held them.

    Nobody who edits or decides should wait noticeably for one, however slow
    the database is.  Below `least` a transaction is mostly what each costs
    whatever its size: on a busy machine smaller ones would only make it busier.
    """

    size: int
    least: int
    most: int
    seconds: float = 0.04

    def adapt(self, number: int, took: float) -> None:
        """Learn from a transaction of `number` comments.

        One that was not full tells nothing, unless it was too long already.
        """
        if number >= self.size or took > self.seconds:
            size = round(number * min(2.0, self.seconds / took))
            self.size = min(self.most, max(self.least, size))
