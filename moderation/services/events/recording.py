"""Writes events into the outbox, in the transaction of what they tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Event, EventKind, LegalReport

KIND_OF_STATUS = {
    Comment.Status.PUBLISHED: EventKind.COMMENT_PUBLISHED,
    Comment.Status.HELD: EventKind.COMMENT_HELD,
    Comment.Status.REMOVED: EventKind.COMMENT_REMOVED,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """What an event tells: ids and statuses, by name."""

    kind: EventKind
    comment: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def record(happened: Iterable[Happening]) -> None:
    """Store events, all in one insert.

    Must be called in the transaction of what happened: either both are committed or neither is.
    """
    rows = [Event(kind=own.kind, comment_id=own.comment, data=dict(own.data)) for own in happened]
    if not rows:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("An event belongs into the transaction of what it tells of.")
    Event.objects.bulk_create(rows)


def record_decisions(decisions: Iterable[Decision]) -> None:
    """Store the events of decisions that were just made: the decision, and what became of the
    comment.
    """
    happened: list[Happening] = []
    for decision in decisions:
        undoing = decision.action == Decision.Action.UNDO
        kind = EventKind.DECISION_UNDONE if undoing else EventKind.DECISION_MADE
        about = decision.comment_id
        happened.append(Happening(kind, about, _of(decision)))
        if decision.status_after != decision.status_before:
            happened.append(of_status(about, decision.status_after))
        if decision.action == Decision.Action.FEATURE:
            happened.append(Happening(EventKind.COMMENT_FEATURED, about))
    record(happened)


def of_status(comment: int, status: str) -> Happening:
    """The event that tells of a comment's new status."""
    return Happening(KIND_OF_STATUS[Comment.Status(status)], comment, {"status": status})


def of_appeal(kind: EventKind, appeal: Appeal) -> Happening:
    data = {"appeal": appeal.pk, "notice": appeal.notice_id, "status": appeal.status}
    return Happening(kind, appeal.notice.comment_id, data)


def of_legal_report(report: LegalReport) -> Happening:
    """The event that tells where a report that a comment is illegal stands now."""
    answered = report.last_decision if report.status not in LegalReport.OPEN else None
    decision = answered.pk if answered else None
    data = {"legal_report": report.pk, "status": report.status, "decision": decision}
    return Happening(EventKind.COMMENT_REPORTED_ILLEGAL, report.comment_id, data)


def of_block(kind: EventKind, block: Block) -> Happening:
    return Happening(
        kind,
        data={
            "block": block.pk,
            "author": block.author_id,
            "author_external_id": block.author.external_id,
            "until": block.until.isoformat() if block.until else None,
        },
    )


def _of(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.pk,
        "action": decision.action,
        "status": decision.status_after,
        "clause": decision.clause_id,
        "moderator": decision.moderator_id,
        "undoes": decision.undoes_id,
    }
