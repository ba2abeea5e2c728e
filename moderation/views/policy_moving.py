"""Moving the clauses of a draft to the text that was typed, to be read before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.models import Clause
from moderation.services.policy import proposing


@dataclass(frozen=True, slots=True)
class Moved:
    """The clauses as they would be, and what is new, changed or gone among them.

    `changed` has the old words and the new ones.  A clause that is `gone` is kept, with the words
    that the text no longer says.  `left_out` counts what was found beyond the most that fit.
    """

    clauses: list[Clause]
    new: list[str]
    changed: list[tuple[str, str]]
    gone: list[str]
    left_out: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.left_out)


def moved(text: str, typed: Sequence[Clause], stored: Sequence[Clause]) -> Moved:
    """Move `typed` to `text`, and propose clauses for what none of them covers.

    Only clauses that are stored already, or that have no words yet, are given other words: what
    was typed just now is not replaced.
    """
    own = {clause.quote for clause in stored} | {""}
    clauses, changed = list(typed), []
    for place, quote in proposing.moved(text, clauses).items():
        if clauses[place].quote in own:
            changed.append((clauses[place].quote, quote))
            clauses[place].quote = quote
    gone = [one.quote for one in clauses if one.quote and not proposing.says(text, one.quote)]
    found = proposing.proposals(text, clauses)
    fit = found[: max(proposing.MOST - len(clauses), 0)]
    return Moved(
        [*clauses, *fit],
        [clause.quote for clause in fit],
        changed,
        gone,
        left_out=len(found) - len(fit),
    )
