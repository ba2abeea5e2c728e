"""The one function that scores comments and files what comes of it.

The page, the nightly command, imports and the API all call `score`.
"""

import logging
from collections.abc import Sequence

from articles.models import Comment
from moderation.classifiers.base import Classifier, ReleaseError, Scores
from moderation.models import ClassifierRelease, Finding, PolicyVersion, Verdict
from moderation.services import policies, precautions, releases, rules
from moderation.services.filing import file
from moderation.services.outcomes import Outcome, decided_by_a_person
from moderation.services.triage import SEVERITY, Judgement, triage

__all__ = ["Outcome", "file", "judge", "score", "weigh"]

logger = logging.getLogger(__name__)


def score(comments: Sequence[Comment]) -> list[Outcome]:
    """Score `comments`, triage them, and store status, score, findings and review items.

    Never raises for a failing classifier: its comments are held as not
    scored.  A comment that a person decided keeps its status, and one that
    was edited or deleted while it was being scored is left to the edit.
    """
    return file(judge(comments)) if comments else []


def judge(comments: Sequence[Comment]) -> list[Outcome]:
    """Score and triage `comments` without storing anything."""
    outcomes = weigh(comments)
    decided = decided_by_a_person(comments) if comments else set()
    for outcome in outcomes:
        outcome.decided = outcome.comment.pk in decided
    return outcomes


def weigh(comments: Sequence[Comment]) -> list[Outcome]:
    """Score and triage `comments`, which need not be stored, whatever was decided about them."""
    if not comments:
        return []
    versions = policies.current_versions(comment.article_id for comment in comments)
    try:
        release, classifier = releases.active()
    except ReleaseError:
        logger.exception("No classifier: %d comments are held as not scored", len(comments))
        return [_not_scored(comment, versions[comment.article_id]) for comment in comments]
    outcomes = [
        _judge_one(comment, scores, versions[comment.article_id], release, classifier)
        for comment, scores in zip(comments, _scores(comments, classifier), strict=True)
    ]
    for outcome, held in zip(outcomes, precautions.findings(comments), strict=True):
        _add(outcome, held)
    return outcomes


def _scores(comments: Sequence[Comment], classifier: Classifier) -> list[Scores | None]:
    """Score all at once, or one by one where a text in the batch makes the classifier fail."""
    try:
        return list(classifier.score([comment.text for comment in comments]))
    except Exception:
        logger.exception("The classifier failed on %d comments", len(comments))
        if len(comments) == 1:
            return [None]
        return [scores for comment in comments for scores in _scores([comment], classifier)]


def _judge_one(
    comment: Comment,
    scores: Scores | None,
    version: PolicyVersion | None,
    release: ClassifierRelease,
    classifier: Classifier,
) -> Outcome:
    if scores is None:
        return _not_scored(comment, version)
    if version is None:
        finding = Finding(
            comment=comment, reason=Finding.Reason.NO_POLICY, release=release, verdict=Verdict.HOLD
        )
        return Outcome(comment, Verdict.HOLD, release, None, scores, [finding])
    judgement = triage(scores, version.clauses.all())
    findings = _findings(comment, judgement, release, classifier)
    outcome = Outcome(comment, judgement.verdict, release, version, scores, findings)
    _add(outcome, rules.findings(comment, version.clauses.all()))
    return outcome


def _add(outcome: Outcome, findings: Sequence[Finding]) -> None:
    """Add what was found without the classifier; the severest finding has its way."""
    outcome.findings.extend(findings)
    verdicts = [outcome.verdict, *(Verdict(finding.verdict) for finding in findings)]
    outcome.verdict = max(verdicts, key=SEVERITY.__getitem__)


def _findings(
    comment: Comment, judgement: Judgement, release: ClassifierRelease, classifier: Classifier
) -> list[Finding]:
    return [
        Finding(
            comment=comment,
            clause=breach.clause,
            release=release,
            probability=breach.probability,
            threshold=breach.threshold,
            verdict=breach.verdict,
            evidence=[
                [span.start, span.end, round(span.contribution, 4)]
                for span in classifier.explain(comment.text, breach.clause.measured)
            ],
        )
        for breach in judgement.breaches
    ]


def _not_scored(comment: Comment, version: PolicyVersion | None) -> Outcome:
    """A comment that readers already see stays visible: a failure must not hide a whole site."""
    seen = comment.status == Comment.Status.PUBLISHED
    verdict = Verdict.QUEUE if seen else Verdict.HOLD
    finding = Finding(comment=comment, reason=Finding.Reason.NOT_SCORED, verdict=verdict)
    return Outcome(comment, verdict, None, version, None, [finding])
