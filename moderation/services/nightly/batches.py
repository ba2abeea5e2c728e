"""Comments that were judged together, and how many of them are stored at once."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from moderation.services.judging.outcomes import Outcome
from moderation.services.nightly.run_summary import Former, RunSummary

SMALL_REST = 0.25


@dataclass(slots=True)
class Batch(ABC):
    """Outcomes of a range of comments, and what was said of those before.

    Those with findings come first, each kind in the order of their ids: they
    need a dozen queries however few they are, which the others are spared.
    Those without a score come last: only the run's position tells that they
    were tried, where for the others their score does.
    """

    outcomes: list[Outcome]
    former: dict[int, Former]

    def __post_init__(self) -> None:
        self.outcomes.sort(key=_kind)

    @abstractmethod
    def file(self) -> RunSummary:
        """Store what was judged, and count what was stored."""

    @abstractmethod
    def dry_run(self) -> RunSummary:
        """Count what filing would change."""

    @property
    def first(self) -> int | None:
        """The lowest id of its comments: all that come before are done."""
        heads, place = [], 0
        while place < len(self.outcomes):
            heads.append(self.outcomes[place].comment.pk)
            place = self._end_of_kind(place)
        return min(heads, default=None)

    @property
    def has_findings(self) -> bool:
        """Whether its first comments are of the kind with findings."""
        return bool(self.outcomes and self.outcomes[0].findings)

    def take(self, size: int) -> Self:
        """Take the first comments off, about `size` of one kind: a small rest goes along, which
        alone would need as many queries.
        """
        number = self._end_of_kind(0) if self.outcomes else 0
        if number > size * (1 + SMALL_REST):
            number = size
        taken, self.outcomes = self.outcomes[:number], self.outcomes[number:]
        return type(self)(taken, self.former)

    def _end_of_kind(self, place: int) -> int:
        """Where the comments end that are of the same kind as the one at `place`."""
        return bisect_right(self.outcomes, _kind(self.outcomes[place]), lo=place, key=_kind)


def _kind(outcome: Outcome) -> tuple[bool, bool]:
    return outcome.scores is None, not outcome.findings


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
    seconds: float = 0.035

    def adapt(self, number: int, took: float) -> None:
        """Learn from a transaction of `number` comments.

        One that was not full tells nothing, unless it was too long already.
        """
        if number >= self.size or took > self.seconds:
            size = round(number * min(2.0, self.seconds / took))
            self.size = min(self.most, max(self.least, size))
