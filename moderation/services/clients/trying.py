"""What a policy makes of texts, without storing anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.models import Comment
from moderation.classifiers.base import Classifier, Scores
from moderation.models import Clause, Finding, PolicyVersion, Verdict
from moderation.services.judging import citations, fallback, rules, written
from moderation.services.judging.evidence import evidence
from moderation.services.judging.measuring import scores_of
from moderation.services.judging.triage import relevance, severest, triage
from moderation.services.judging.written import Written


@dataclass(frozen=True, slots=True)
class Tried:
    """The scores of a text, and what a policy would do with it.

    `scores` is None where the classifier failed; such a comment would be held.
    """

    text: str
    scores: Scores | None
    verdict: Verdict
    findings: Sequence[Finding]


def try_texts(
    texts: Sequence[str], version: PolicyVersion | None, *, with_evidence: bool = True
) -> tuple[str, list[Tried]]:
    """Score `texts` with the active release, whose name is returned too, and judge them by
    `version`; without a policy nothing is found.

    What depends on who posts and where (names, repetitions, age of accounts) is left out.
    Raises ReleaseError if there is no classifier.
    """
    release, classifier = fallback.active()
    clauses = list(version.clauses.all()) if version else []
    told = [written.of_text(text, classifier.languages) for text in texts]
    readable = [own.readable(text) for own, text in zip(told, texts, strict=True)]
    scored = scores_of([Comment(text=text) for text in readable], classifier)
    found = [
        _try(text, own, clauses, classifier if with_evidence else None)
        for text, own in zip(readable, scored, strict=True)
    ]
    if version:
        for place, (own, text) in enumerate(zip(told, texts, strict=True)):
            found[place] = _with_unread(found[place], text, own, version, classifier)
    return release.name, found


def _with_unread(
    tried: Tried, text: str, own: Written, version: PolicyVersion, classifier: Classifier
) -> Tried:
    """Add what is listed in the unread part of `text`, and the finding that it is not read."""
    if tried.scores is None:
        return replace(tried, text=text)
    measured = [finding for finding in tried.findings if finding.reason == Finding.Reason.CLAUSE]
    unread = written.findings(
        Comment(text=text), own, version, tried.scores, classifier, is_flagged=bool(measured)
    )
    if not unread:
        return replace(tried, text=text)
    listed = rules.in_text(Comment(text=text), list(version.clauses.all()))
    found = sorted(citations.once([*measured, *listed, *unread]), key=relevance)
    verdict = severest(Verdict(finding.verdict) for finding in found)
    return replace(tried, text=text, findings=found, verdict=verdict)


def _try(
    text: str, scores: Scores | None, clauses: Sequence[Clause], classifier: Classifier | None
) -> Tried:
    if scores is None:
        return Tried(text, None, Verdict.HOLD, [])
    listed = rules.in_text(Comment(text=text), clauses)
    breached = [
        Finding(
            clause=breach.clause,
            probability=breach.probability,
            threshold=breach.threshold,
            verdict=breach.verdict,
            evidence=(
                evidence(classifier, text, breach.clause.measured, breach.threshold)
                if classifier
                else []
            ),
        )
        for breach in triage(scores, clauses).breaches
    ]
    found = sorted(citations.once([*breached, *listed]), key=relevance)
    verdict = severest([Verdict.PUBLISH, *(Verdict(finding.verdict) for finding in found)])
    return Tried(text, scores, verdict, found)
