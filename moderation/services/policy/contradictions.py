"""Decisions of people that a draft would contradict, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Comment
from articles.text import folded
from moderation.models import Clause, Decision, Verdict
from moderation.services.judging.triage import SEVERITY
from moderation.services.policy.sample import VERDICTS, Sample, Severities

HIDDEN_FROM = SEVERITY[Verdict.HOLD]
Decided = list[tuple[int, Decision]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A comment that a person decided, and the other verdict that a clause would give it."""

    comment: Comment
    decision: Decision
    probability: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The first contradictions of a clause, the newest comments first, and their number."""

    shown: list[Contradiction]
    number: int


def decided(sample: Sample) -> Decided:
    """The standing decision of a person about the text of each comment that has one, by place."""
    # By the comments' ids: asked by time, PostgreSQL reads all decisions that were ever made.
    by_people = Decision.objects.standing().of_current_text().by_people()
    asked = by_people.filter(comment__in=[row.pk for row in sample.rows])
    found = asked.select_related("clause", "moderator").order_by("pk")
    newest = {decision.comment_id: decision for decision in found}
    return [(place, newest[row.pk]) for place, row in enumerate(sample.rows) if row.pk in newest]


def of_clause(
    clause: Clause,
    clauses: Sequence[Clause],
    sample: Sample,
    known: Decided,
    *,
    flagged: Severities,
    alike: Severities,
    shown: int,
) -> Contradictions:
    """The decisions that `clause`, one of `clauses`, would contradict; `shown` of them at most.

    A person approved what is held or removed under the clause, as in `flagged`.  Or a person
    removed for what the clause forbids what neither it nor a clause that measures the same would
    flag, as in `alike`.
    """

    def is_contradicted(place: int, decision: Decision) -> bool:
        if decision.action == Decision.Action.REDACT:
            return False
        if decision.action != Decision.Action.REMOVE:
            return bool(flagged[place] >= HIDDEN_FROM)
        return not alike[place] and _is_about(decision, clause, clauses)

    found = [own for own in known if is_contradicted(*own)]
    return Contradictions(
        [_contradiction(clause, sample, flagged, *own) for own in found[:shown]], len(found)
    )


def _is_about(decision: Decision, clause: Clause, clauses: Sequence[Clause]) -> bool:
    """Whether a removal was for what `clause` forbids: its words, else what it measures."""
    if decision.clause is None or clause.is_for_people:
        return False
    quoted = folded(decision.clause.quote)
    if any(folded(own.quote) == quoted for own in clauses):
        return folded(clause.quote) == quoted
    return bool(clause.attribute) and decision.clause.attribute == clause.attribute


def _contradiction(
    clause: Clause, sample: Sample, flagged: Severities, place: int, decision: Decision
) -> Contradiction:
    probabilities = sample.of(clause)
    return Contradiction(
        sample.comment(place),
        decision,
        None if probabilities is None else float(probabilities[place]),
        VERDICTS[flagged[place]],
    )
