"""Which of several clauses a comment is cited under for the same words."""

from collections.abc import Sequence

from moderation.models import Finding, Verdict
from moderation.services.judging.triage import severest

LISTED = {Finding.Reason.WORDS, Finding.Reason.PATTERN}


def once(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that cite the same words under another clause.

    Where clauses share an attribute, the one that lists the words fits best: its finding stays,
    with the severest verdict of both.
    """
    kept = list(findings)
    for listed in [finding for finding in findings if finding.reason in LISTED]:
        for other in [finding for finding in kept if _repeats(finding, listed)]:
            listed.verdict = severest([Verdict(listed.verdict), Verdict(other.verdict)])
            kept.remove(other)
    return kept


def _repeats(finding: Finding, listed: Finding) -> bool:
    """Whether the classifier's `finding` is about words that a clause of its attribute lists."""
    return (
        finding.reason == Finding.Reason.CLAUSE
        and finding.clause is not None
        and listed.clause is not None
        and finding.clause.pk != listed.clause.pk
        and finding.clause.attribute == listed.clause.attribute
        and any(
            start < end_listed and start_listed < end
            for start, end, *_ in finding.evidence
            for start_listed, end_listed, *_ in listed.evidence
        )
    )
