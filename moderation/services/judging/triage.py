"""The policy as a pure function: scores and clauses in, verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from moderation.classifiers.base import Attribute, Scores
from moderation.models import Clause, Finding, Verdict

SEVERITY = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Breach:
    """A clause that a comment breaks, with its probability and the threshold that it reaches."""

    clause: Clause
    probability: float
    threshold: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """The severest verdict of all clauses, and the breaches, most relevant first."""

    verdict: Verdict
    breaches: tuple[Breach, ...]


UNBROKEN = Judgement(Verdict.PUBLISH, ())


def triage(scores: Scores, clauses: Iterable[Clause]) -> Judgement:
    """Compare `scores` with the thresholds of `clauses`, of which `queue_at` is the lowest.

    Of several broken clauses with the same attribute the strictest is cited.
    """
    broken = [c for c in clauses if c.attribute and scores[c.measured] >= c.queue_at]
    if not broken:
        return UNBROKEN
    breaches = _strictest(_breach(scores, clause) for clause in broken)
    breaches.sort(key=relevance)
    return Judgement(severest(breach.verdict for breach in breaches), tuple(breaches))


def lowest_thresholds(clauses: Iterable[Clause]) -> list[float]:
    """The lowest threshold for each attribute; infinity where no clause uses it."""
    lowest = dict.fromkeys(Attribute, inf)
    for clause in clauses:
        if clause.attribute:
            lowest[clause.measured] = min(lowest[clause.measured], clause.queue_at)
    return list(lowest.values())


def severest(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=SEVERITY.__getitem__)


def relevance(found: Breach | Finding) -> tuple[bool, int, float]:
    """A sort key: the finding that best explains a verdict comes first.

    A specific clause ("personal attacks") explains more than the general one,
    which is nearly always broken too; then the severer, then the likelier.
    """
    general = found.clause is not None and found.clause.attribute == Attribute.TOXICITY
    return general, -SEVERITY[Verdict(found.verdict)], -(found.probability or 0.0)


def _strictest(breaches: Iterable[Breach]) -> list[Breach]:
    """Return one breach for each attribute: the severest, then that with the lowest threshold."""
    strictest: dict[Attribute, Breach] = {}
    for breach in breaches:
        attribute = breach.clause.measured
        if attribute not in strictest or _strictness(breach) > _strictness(strictest[attribute]):
            strictest[attribute] = breach
    return list(strictest.values())


def strictness(verdict: Verdict, threshold: float) -> float:
    """How strict a threshold is, as a number to compare: the severer first, then the lower."""
    return SEVERITY[verdict] + (1 - threshold) / 2


def _strictness(breach: Breach) -> float:
    return strictness(breach.verdict, breach.threshold)


def _breach(scores: Scores, clause: Clause) -> Breach:
    probability = scores[clause.measured]
    if clause.remove_at is not None and probability >= clause.remove_at:
        return Breach(clause, probability, clause.remove_at, Verdict.REMOVE)
    if probability >= clause.hold_at:
        return Breach(clause, probability, clause.hold_at, Verdict.HOLD)
    return Breach(clause, probability, clause.queue_at, Verdict.QUEUE)
