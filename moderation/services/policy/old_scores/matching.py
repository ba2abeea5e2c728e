"""The threshold on new scores that flags as many texts as the old one did on old scores."""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute

Floats = NDArray[np.float64]

# With fewer texts above the old threshold, chance decides where the new one lies.
FEWEST = 30
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new threshold for an old one, and how many of `texts` either flags.

    `threshold` is None where no threshold can flag as many: none of the texts or all of them.
    """

    attribute: Attribute
    old_threshold: float
    threshold: float | None
    texts: int
    both: int = 0
    only_old: int = 0
    only_new: int = 0

    @property
    def old(self) -> int:
        return self.both + self.only_old

    @property
    def new(self) -> int:
        return self.both + self.only_new

    @property
    def agreement(self) -> float:
        """The share of texts of which both say the same."""
        return 1 - (self.only_old + self.only_new) / self.texts if self.texts else 0.0

    @property
    def is_uncertain(self) -> bool:
        return self.old < FEWEST


def propose(
    attribute: Attribute, old_threshold: float, old_scores: Floats, new_scores: Floats
) -> Proposal:
    """Propose a threshold; the scores are of the same texts in the same order."""
    flagged = old_scores >= old_threshold
    number, texts = int(flagged.sum()), len(old_scores)
    if number in (0, texts):
        return Proposal(attribute, old_threshold, None, texts, only_old=number)
    threshold = _flagging(number, new_scores)
    found = new_scores >= threshold
    return Proposal(
        attribute,
        old_threshold,
        threshold,
        texts,
        both=int((flagged & found).sum()),
        only_old=int((flagged & ~found).sum()),
        only_new=int((~flagged & found).sum()),
    )


def _flagging(number: int, scores: Floats) -> float:
    """The rounded threshold above 0 and up to 1 that flags most nearly `number` texts."""
    falling = np.sort(scores)[::-1]
    middle = (falling[number - 1] + falling[number]) / 2
    step = 10**-DECIMALS
    candidates = {round(middle, DECIMALS), *(round(middle + k * step, DECIMALS) for k in (-1, 1))}
    missed = {
        one: abs(int((scores >= one).sum()) - number) if 0 < one <= 1 else inf for one in candidates
    }
    return float(min(missed, key=lambda one: (missed[one], abs(one - middle))))
