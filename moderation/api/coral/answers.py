"""Verdicts in the shape of Coral's external moderation response."""

from typing import Any

from moderation.models import Finding, Verdict
from moderation.services.connections.coral import reasons
from moderation.services.judging.outcomes import Outcome

TOXIC, SPAM = "COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"
WITHHELD: dict[str, Any] = {"status": "SYSTEM_WITHHELD"}


def answer(outcome: Outcome) -> dict[str, Any]:
    """What Coral does with the comment; empty if it goes on as if it had not asked.

    A comment that is queued gets a flag and no status: Coral publishes it and lists it as reported.
    """
    found = [finding for finding in outcome.findings if finding.verdict != Verdict.PUBLISH]
    match outcome.verdict:
        case Verdict.PUBLISH:
            return {}
        case Verdict.QUEUE:
            return _flags(found)
        case Verdict.HOLD:
            return WITHHELD | _flags(f for f in found if f.reason != Finding.Reason.NOT_SCORED)
        case Verdict.REMOVE:
            return _rejection(found) | _flags(found)


def _rejection(found: list[Finding]) -> dict[str, Any]:
    removing = next(finding for finding in found if finding.verdict == Verdict.REMOVE)
    reason = reasons.of_finding(removing).fields()
    return {
        "status": "REJECTED",
        "moderationAction": {"status": "REJECTED", "rejectionReason": reason},
    }


def _flags(found: Any) -> dict[str, Any]:
    kinds = {SPAM if finding.reason in reasons.SPAM else TOXIC for finding in found}
    actions = [{"actionType": "FLAG", "reason": kind} for kind in (TOXIC, SPAM) if kind in kinds]
    return {"actions": actions} if actions else {}
