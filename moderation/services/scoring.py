"""The one function that scores comments and files what comes of it.

The page, the nightly command, imports and the API all call `score`.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import Classifier, ReleaseError, Scores
from moderation.models import (
    ClassifierRelease,
    Decision,
    Finding,
    PolicyVersion,
    ReviewItem,
    Score,
    Verdict,
)
from moderation.services import notices, policies, releases
from moderation.services.triage import Judgement, triage

logger = logging.getLogger(__name__)

STATUS_OF = {
    Verdict.PUBLISH: Comment.Status.PUBLISHED,
    Verdict.QUEUE: Comment.Status.PUBLISHED,
    Verdict.HOLD: Comment.Status.HELD,
    Verdict.REMOVE: Comment.Status.REMOVED,
}

FILED_BY_SCORE = (ReviewItem.Queue.NEEDS_REVIEW, ReviewItem.Queue.NOT_SCORED)
"""The queues that a score moves a comment into and out of; the others are left by people only."""


@dataclass(slots=True)
class Outcome:
    """What scoring a comment came to.

    `scores` is None where the classifier failed.  `decided` tells that a
    person's decision stands, so that the verdict changes nothing; `changed`
    that readers see the comment where they did not, or the other way round.
    """

    comment: Comment
    verdict: Verdict
    release: ClassifierRelease | None
    policy_version: PolicyVersion | None
    scores: Scores | None
    findings: list[Finding] = field(default_factory=list)
    decided: bool = False

    @property
    def status(self) -> Comment.Status:
        return STATUS_OF[self.verdict]

    @property
    def changed(self) -> bool:
        return not self.decided and self.comment.status != self.status


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
    decided = _decided_by_a_person(comments) if comments else set()
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
    return [
        _judge_one(comment, scores, versions[comment.article_id], release, classifier)
        for comment, scores in zip(comments, _scores(comments, classifier), strict=True)
    ]


@transaction.atomic
def file(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Store `outcomes` of comments that are still as they were judged."""
    by_id = {outcome.comment.pk: outcome for outcome in outcomes}
    current = Comment.objects.select_for_update().order_by("pk").in_bulk(by_id)
    unchanged = [
        outcome
        for pk, outcome in by_id.items()
        if pk in current and current[pk].text == outcome.comment.text
    ]
    decided = _decided_by_a_person([outcome.comment for outcome in unchanged])
    for outcome in unchanged:
        outcome.comment.status = current[outcome.comment.pk].status
        outcome.decided = outcome.comment.pk in decided
    _store_scores(unchanged)
    _store_findings(unchanged)
    open_to_the_verdict = [outcome for outcome in unchanged if not outcome.decided]
    removals = _store_removals(open_to_the_verdict)
    _store_review_items(open_to_the_verdict)
    _store_statuses(open_to_the_verdict)
    _tell_authors(open_to_the_verdict, removals)
    return unchanged


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
    return Outcome(comment, judgement.verdict, release, version, scores, findings)


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


def _decided_by_a_person(comments: Iterable[Comment]) -> set[int]:
    """The ids of the comments that a person decided since they were last edited."""
    standing = Decision.objects.standing().filter(
        Q(comment__edited_at__isnull=True) | Q(decided_at__gte=F("comment__edited_at")),
        comment__in=comments,
        moderator__isnull=False,
    )
    return set(standing.values_list("comment_id", flat=True))


def _store_scores(outcomes: list[Outcome]) -> None:
    Score.objects.bulk_create(
        (
            Score(
                comment=outcome.comment,
                release=outcome.release,
                policy_version=outcome.policy_version,
                verdict=outcome.verdict,
                **{attribute.value: p for attribute, p in outcome.scores.items()},
            )
            for outcome in outcomes
            if outcome.scores is not None
        ),
        update_conflicts=True,
        unique_fields=["comment", "release"],
        update_fields=[
            "policy_version",
            "verdict",
            "scored_at",
            "profanity",
            "personal_attack",
            "threat",
            "identity_attack",
            "toxicity",
        ],
    )


def _store_findings(outcomes: list[Outcome]) -> None:
    Finding.objects.filter(comment__in=[outcome.comment for outcome in outcomes]).delete()
    Finding.objects.bulk_create(finding for outcome in outcomes for finding in outcome.findings)


def _tell_authors(outcomes: list[Outcome], removals: list[Decision]) -> None:
    """Give notice to authors who posted here; nobody is written to over an imported archive."""
    notices.tell_of_decisions(d for d in removals if d.comment.source_id is None)
    notices.tell_of_holds(
        {
            outcome.comment: (outcome.policy_version, outcome.findings)
            for outcome in outcomes
            if outcome.verdict == Verdict.HOLD and outcome.comment.source_id is None
        }
    )


def _store_removals(outcomes: list[Outcome]) -> list[Decision]:
    """A removal without a person is a decision too, with the classifier as its author."""
    return Decision.objects.bulk_create(
        Decision(
            comment=outcome.comment,
            action=Decision.Action.REMOVE,
            clause=outcome.findings[0].clause,
            release=outcome.release,
            policy_version=outcome.policy_version,
            scores_seen=outcome.scores,
            status_before=outcome.comment.status,
            status_after=outcome.status,
        )
        for outcome in outcomes
        if outcome.verdict == Verdict.REMOVE and outcome.changed
    )


def _store_review_items(outcomes: list[Outcome]) -> None:
    reviewed = [outcome for outcome in outcomes if needs_review(outcome.verdict)]
    ReviewItem.objects.open().filter(
        queue__in=FILED_BY_SCORE,
        reports=0,
        comment__in=[o.comment for o in outcomes if not needs_review(o.verdict)],
    ).update(status=ReviewItem.Status.CLOSED, closed_at=timezone.now())
    ReviewItem.objects.bulk_create(
        (
            ReviewItem(
                comment=outcome.comment,
                queue=_queue(outcome),
                priority=_priority(outcome),
                probability=_probability(outcome),
            )
            for outcome in reviewed
        ),
        ignore_conflicts=True,
    )
    _reprioritise(reviewed)


def _reprioritise(outcomes: list[Outcome]) -> None:
    by_comment = {outcome.comment.pk: outcome for outcome in outcomes}
    items = list(ReviewItem.objects.open().filter(comment__in=by_comment))
    for item in items:
        outcome = by_comment[item.comment_id]
        if item.queue in FILED_BY_SCORE:
            item.queue = _queue(outcome)
        item.priority = _priority(outcome)
        item.probability = _probability(outcome)
    ReviewItem.objects.bulk_update(items, ["queue", "priority", "probability"])


def _store_statuses(outcomes: list[Outcome]) -> None:
    for status in Comment.Status:
        changed = [o.comment.pk for o in outcomes if o.changed and o.status == status]
        if changed:
            Comment.objects.filter(pk__in=changed).update(status=status)
    for outcome in outcomes:
        outcome.comment.status = outcome.status


def needs_review(verdict: Verdict) -> bool:
    return verdict in (Verdict.QUEUE, Verdict.HOLD)


def _queue(outcome: Outcome) -> ReviewItem.Queue:
    if outcome.scores is None:
        return ReviewItem.Queue.NOT_SCORED
    return ReviewItem.Queue.NEEDS_REVIEW


def _priority(outcome: Outcome) -> float:
    """Held comments before visible ones, then by the probability of the worst finding."""
    return (_probability(outcome) or 0.0) + (outcome.verdict == Verdict.HOLD)


def _probability(outcome: Outcome) -> float | None:
    return max((f.probability for f in outcome.findings if f.probability is not None), default=None)
