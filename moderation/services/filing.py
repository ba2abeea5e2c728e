"""Storing what judging came to: status, score, findings, review items, notices."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from articles.models import Comment
from moderation.models import Decision, Finding, ReviewItem, Score, Verdict
from moderation.services import notices
from moderation.services.outcomes import Outcome, decided_by_a_person

FILED_BY_SCORE = (ReviewItem.Queue.NEEDS_REVIEW, ReviewItem.Queue.NOT_SCORED)
"""The queues that a score moves a comment into and out of; the others are left by people only."""


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
    decided = decided_by_a_person([outcome.comment for outcome in unchanged])
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


def _needs_review(verdict: Verdict) -> bool:
    return verdict in (Verdict.QUEUE, Verdict.HOLD)


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
    reviewed = [outcome for outcome in outcomes if _needs_review(outcome.verdict)]
    ReviewItem.objects.open().filter(
        queue__in=FILED_BY_SCORE,
        reports=0,
        comment__in=[o.comment for o in outcomes if not _needs_review(o.verdict)],
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


def _queue(outcome: Outcome) -> ReviewItem.Queue:
    if outcome.scores is None:
        return ReviewItem.Queue.NOT_SCORED
    return ReviewItem.Queue.NEEDS_REVIEW


def _priority(outcome: Outcome) -> float:
    """Held comments before visible ones, then by the probability of the worst finding."""
    return (_probability(outcome) or 0.0) + (outcome.verdict == Verdict.HOLD)


def _probability(outcome: Outcome) -> float | None:
    return max((f.probability for f in outcome.findings if f.probability is not None), default=None)
