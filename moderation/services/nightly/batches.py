"""Comments that were judged together and are stored in parts."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from moderation.services.judging.outcomes import Outcome
from moderation.services.nightly.run_summary import PreviousScore, RunSummary

# A rest of at most this share of a part is stored with it.
SMALL_REST = 0.25


@dataclass(slots=True)
class Batch(ABC):
    """Outcomes of a range of comments, with the previous scores of those that have one.

    They are sorted by kind, then by id: first those with findings, which need
    a dozen queries for each part that the others do not need.  Those without
    a score come last: only the run's position shows that they were tried.
    """

    outcomes: list[Outcome]
    previous: dict[int, PreviousScore]

    def __post_init__(self) -> None:
        self.outcomes.sort(key=_kind)

    @abstractmethod
    def store(self) -> RunSummary:
        """Store the outcomes, and count what was stored."""

    @abstractmethod
    def dry_run(self) -> RunSummary:
        """Count what `store` would change."""

    @property
    def first(self) -> int | None:
        """The lowest id that is left: every comment before it is done."""
        firsts, place = [], 0
        while place < len(self.outcomes):
            firsts.append(self.outcomes[place].comment.pk)
            place = self._end_of_kind(place)
        return min(firsts, default=None)

    @property
    def has_findings(self) -> bool:
        """Whether its first comments are of the kind with findings."""
        return bool(self.outcomes and self.outcomes[0].findings)

    def take(self, size: int) -> Self:
        """Remove and return the first comments: `size` of one kind, and a small rest of it, which
        would need as many queries by itself.
        """
        number = self._end_of_kind(0) if self.outcomes else 0
        if number > size * (1 + SMALL_REST):
            number = size
        taken, self.outcomes = self.outcomes[:number], self.outcomes[number:]
        return type(self)(taken, self.previous)

    def _end_of_kind(self, place: int) -> int:
        """The index after the last comment of the same kind as the one at `place`."""
        return bisect_right(self.outcomes, _kind(self.outcomes[place]), lo=place, key=_kind)


def _kind(outcome: Outcome) -> tuple[bool, bool]:
    return outcome.scores is None, not outcome.findings
