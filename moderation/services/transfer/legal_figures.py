"""Figures about reports that comments are illegal, as transparency reports ask for them.

They have no personal data: neither who reported, nor a word of a report or a comment.
"""

from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any

from moderation.models import Decision, LegalReport

CHUNK = 1000
Row = dict[str, Any]
HIDING = (Decision.Action.REMOVE, Decision.Action.REDACT)


def legal_reports(*, since: datetime, until: datetime) -> Iterator[Row]:
    """Every report from `since` to before `until`, oldest first."""
    for report in _reported(since, until):
        decision = report.last_decision
        yield {
            "id": report.pk,
            "comment": report.comment_id,
            "reported_at": report.reported_at.isoformat(),
            "status": report.status,
            "answered_at": report.answered_at.isoformat() if report.answered_at else "",
            "action": decision.action if decision else "",
            "clause": decision.clause.quote if decision and decision.clause else "",
            "decided_by_software": "No" if decision else "",
            "contested": "Yes" if report.contested_at else "No",
        }


def figures(*, since: datetime, until: datetime) -> Iterator[Row]:
    """The numbers of the reports from `since` to before `until`, a row each."""
    reports = list(_reported(since, until))
    actions = [report.last_decision.action for report in reports if report.last_decision]
    hours = [
        (report.decision.decided_at - report.reported_at).total_seconds() / 3600
        for report in reports
        if report.decision
    ]
    reviewed = [report for report in reports if report.review and report.decision]
    counted = {
        "received": len(reports),
        "answered": len(actions),
        "removed": actions.count(Decision.Action.REMOVE),
        "words removed": actions.count(Decision.Action.REDACT),
        "left published": sum(action not in HIDING for action in actions),
        "decided by software": 0,
        "median hours until the decision": round(median(hours), 1) if hours else "",
        "contested": sum(report.contested_at is not None for report in reports),
        "decided otherwise after that": sum(map(_was_reversed, reviewed)),
    }
    for figure, number in counted.items():
        yield {"figure": figure, "number": number}


def _reported(since: datetime, until: datetime) -> Iterator[LegalReport]:
    found = LegalReport.objects.filter(reported_at__gte=since, reported_at__lt=until)
    related = found.select_related("decision__clause", "review__clause")
    return related.order_by("pk").iterator(CHUNK)


def _was_reversed(report: LegalReport) -> bool:
    first, last = report.decision, report.review
    if first is None or last is None:
        return False
    return (first.action in HIDING) != (last.action in HIDING)
