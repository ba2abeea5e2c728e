"""The policy as a pure function: scores and clauses in, verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass

from moderation.classifiers.base import Scores
from moderation.models import Clause, Verdict

SEVERITY = {verdict: rank for rank, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Breach:
    """A clause that a comment breaks: with what probability, over which threshold."""

    clause: Clause
    probability: float
    threshold: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the clauses say together: the severest verdict, the breaches worst first."""

    verdict: Verdict
    breaches: tuple[Breach, ...]


def triage(scores: Scores, clauses: Iterable[Clause]) -> Judgement:
    breaches = [breach for clause in clauses if (breach := _breach(scores, clause))]
    breaches.sort(key=lambda breach: (-SEVERITY[breach.verdict], -breach.probability))
    return Judgement(breaches[0].verdict if breaches else Verdict.PUBLISH, tuple(breaches))


def _breach(scores: Scores, clause: Clause) -> Breach | None:
    if not clause.attribute:
        return None
    probability = scores[clause.measured]
    for verdict, threshold in (
        (Verdict.REMOVE, clause.remove_at),
        (Verdict.HOLD, clause.hold_at),
        (Verdict.QUEUE, clause.queue_at),
    ):
        if threshold is not None and probability >= threshold:
            return Breach(clause, probability, threshold, verdict)
    return None
