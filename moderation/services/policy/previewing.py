"""Previews what a draft would do with real comments."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from articles.models import Comment
from moderation.models import Clause, Verdict
from moderation.services.judging.triage import SEVERITY
from moderation.services.policy.sample import Sample, thresholds

SHOWN_BESIDE_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold of a clause, and the recent comments nearest to it on both sides.

    `above` and `below` hold (probability, comment), the nearest first.
    """

    verdict: Verdict
    threshold: float
    above: list[tuple[float, Comment]]
    below: list[tuple[float, Comment]]


@dataclass(frozen=True, slots=True)
class Change:
    """A recent comment whose verdict the draft would change."""

    comment: Comment
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Changes:
    """The first of the comments whose verdict changes, stricter ones first, and their number."""

    shown: list[Change]
    number: int


def lines(clause: Clause, sample: Sample) -> list[Line]:
    """The thresholds of `clause`, severest first, with real comments on both sides."""
    probabilities = sample.of(clause)
    if probabilities is None:
        return []
    order = np.argsort(probabilities, kind="stable")
    found = []
    for verdict, threshold in reversed(thresholds(clause).items()):
        first = int(np.searchsorted(probabilities, threshold, sorter=order))
        above = order[first : first + SHOWN_BESIDE_A_LINE]
        below = order[max(first - SHOWN_BESIDE_A_LINE, 0) : first][::-1]
        sides = (
            [(float(probabilities[place]), sample.comment(place)) for place in side.tolist()]
            for side in (above, below)
        )
        found.append(Line(verdict, threshold, *sides))
    return found


def changes(
    sample: Sample, before: Iterable[Clause], after: Iterable[Clause], shown: int
) -> Changes:
    """Comments whose verdict differs between `before` and `after`, `shown` of them at most."""
    judged = zip(sample.verdicts(before), sample.verdicts(after), strict=True)
    changed = [(place, *both) for place, both in enumerate(judged) if both[0] != both[1]]
    changed.sort(key=lambda change: SEVERITY[change[1]] - SEVERITY[change[2]])
    return Changes(
        [Change(sample.comment(place), was, will_be) for place, was, will_be in changed[:shown]],
        len(changed),
    )
