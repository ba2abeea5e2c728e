"""What a run changes, counted so that the parts of many workers add up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute
from moderation.models import PolicyVersion
from moderation.models.clause import THRESHOLDS
from moderation.services.judging.outcomes import Outcome, table

BINS = 20
# How many comments `contradicted` lists.
LISTED = 20

# How many comments have a probability in each bin: attributes × BINS.
Histograms = NDArray[np.int64]


class PreviousScore(NamedTuple):
    """A comment's score before the run."""

    verdict: str
    probabilities: Sequence[float]


def _no_histograms() -> Histograms:
    return np.zeros((len(Attribute), BINS), dtype=np.int64)


@dataclass(slots=True)
class RunSummary:
    """The result of a run, or of a part of it.

    `changes` counts comments by (status before, status after).  The `compared`
    comments had a score before: `crossings` counts them by (attribute,
    threshold, "up" or "down"), `before` and `after` by probability.
    `contradicted` lists the first comments whose verdict contradicts a
    person's decision.
    """

    examined: int = 0
    not_scored: int = 0
    compared: int = 0
    verdict_changed: int = 0
    contradictions: int = 0
    contradicted: list[int] = field(default_factory=list)
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    crossings: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    before: Histograms = field(default_factory=_no_histograms)
    after: Histograms = field(default_factory=_no_histograms)

    @property
    def drift(self) -> float:
        """The share of compared comments whose verdict changed."""
        return self.verdict_changed / self.compared if self.compared else 0.0

    def count(self, outcomes: Sequence[Outcome], previous: dict[int, PreviousScore]) -> None:
        """Count what storing `outcomes` changes."""
        for outcome in outcomes:
            status = outcome.status
            if outcome.status_before == status:
                continue
            if not outcome.decided:
                self.changes[outcome.status_before, status.value] += 1
            else:
                self.contradictions += 1
                self.contradicted = [*self.contradicted, outcome.comment.pk][:LISTED]
        self.count_opinions(outcomes, previous)

    def count_opinions(
        self, outcomes: Sequence[Outcome], previous: dict[int, PreviousScore]
    ) -> None:
        """Count how `outcomes` differ from the `previous` scores, whatever follows from it."""
        scored = [outcome for outcome in outcomes if outcome.scores is not None]
        self.examined += len(outcomes)
        self.not_scored += len(outcomes) - len(scored)
        compared = [outcome for outcome in scored if outcome.comment.pk in previous]
        if compared:
            self._compare([previous[outcome.comment.pk] for outcome in compared], compared)

    def count_unmoved(
        self, version: PolicyVersion, probabilities: NDArray[np.float64], *, is_compared: bool
    ) -> None:
        """Count comments of which `version` changes neither the scores nor the verdict.

        `probabilities`: comments × attributes.
        """
        self.examined += len(probabilities)
        if is_compared:
            histograms = _histograms(probabilities)
            self.compared += len(probabilities)
            self.before += histograms
            self.after += histograms
            self._count_crossings(version, probabilities, probabilities)

    def _compare(self, previous: Sequence[PreviousScore], outcomes: Sequence[Outcome]) -> None:
        before = np.array([score.probabilities for score in previous])
        after = table([outcome.scores for outcome in outcomes])
        pairs = zip(previous, outcomes, strict=True)
        self.verdict_changed += sum(score.verdict != outcome.verdict for score, outcome in pairs)
        self.compared += len(outcomes)
        self.before += _histograms(before)
        self.after += _histograms(after)
        versions = {o.policy_version.id: o.policy_version for o in outcomes if o.policy_version}
        judged_by = np.array([o.policy_version.id if o.policy_version else 0 for o in outcomes])
        for pk, version in versions.items():
            self._count_crossings(version, before[judged_by == pk], after[judged_by == pk])

    def _count_crossings(
        self, version: PolicyVersion, before: NDArray[np.float64], after: NDArray[np.float64]
    ) -> None:
        columns = {attribute.value: column for column, attribute in enumerate(Attribute)}
        for clause in version.clauses.all():
            column = columns.get(clause.attribute)
            if column is None:
                continue
            for name in THRESHOLDS:
                threshold = getattr(clause, name)
                if threshold is not None:
                    was, is_now = before[:, column] >= threshold, after[:, column] >= threshold
                    self.crossings[clause.attribute, name, "up"] += int((~was & is_now).sum())
                    self.crossings[clause.attribute, name, "down"] += int((was & ~is_now).sum())

    def add(self, other: "RunSummary") -> None:
        self.examined += other.examined
        self.not_scored += other.not_scored
        self.compared += other.compared
        self.verdict_changed += other.verdict_changed
        self.contradictions += other.contradictions
        self.contradicted = [*self.contradicted, *other.contradicted][:LISTED]
        self.changes.update(other.changes)
        self.crossings.update(other.crossings)
        self.before += other.before
        self.after += other.after

    def to_json(self) -> dict[str, Any]:
        return {
            "examined": self.examined,
            "not_scored": self.not_scored,
            "compared": self.compared,
            "verdict_changed": self.verdict_changed,
            "contradictions": self.contradictions,
            "contradicted": self.contradicted,
            "changes": [[*key, number] for key, number in sorted(self.changes.items())],
            "crossings": [[*key, number] for key, number in sorted(self.crossings.items())],
            "before": self.before.tolist(),
            "after": self.after.tolist(),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "RunSummary":
        if not stored:
            return cls()
        return cls(
            **{
                **stored,
                "changes": Counter({(b, a): n for b, a, n in stored["changes"]}),
                "crossings": Counter({(a, t, d): n for a, t, d, n in stored["crossings"]}),
                "before": np.array(stored["before"]),
                "after": np.array(stored["after"]),
            }
        )


def _histograms(probabilities: NDArray[np.float64]) -> Histograms:
    bins = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    return np.array([np.bincount(column, minlength=BINS) for column in bins.T])
