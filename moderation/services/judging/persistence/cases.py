"""Opening, moving and closing the cases of judged comments."""

from collections.abc import Container, Iterable, Sequence

from django.utils import timezone

from moderation.models import ReviewItem, Score, Verdict
from moderation.models.review import priority_of
from moderation.services.judging import watches
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence.lookup import among
from moderation.services.judging.triage import relevance

# The queues that a score moves a case into and out of.  Only people empty the others.
SCORED_QUEUES = (ReviewItem.Queue.NEEDS_REVIEW, ReviewItem.Queue.NOT_SCORED)
# What a score changes of a case.
UPDATED = (
    "status",
    "closed_at",
    "queue",
    "priority",
    "probability",
    "disputed",
    "severe",
    "unjudged_since",
)


def store_cases(outcomes: Sequence[Outcome]) -> None:
    """Open, update and close the cases of `outcomes`; those that people opened stay open."""
    by_comment = {outcome.comment.pk: outcome for outcome in outcomes}
    items = [item for item in _open_items(list(by_comment)) if item.comment_id in by_comment]
    disputed = _still_disputed(items)
    unjudged = [item.pk for item in items if item.opened_at == item.unjudged_since]
    changed = [item for item in items if _update(item, by_comment.pop(item.comment_id), disputed)]
    ReviewItem.objects.bulk_update(changed, UPDATED)
    _delete_closed(unjudged)
    ReviewItem.objects.bulk_create(
        ReviewItem(
            comment_id=outcome.comment.pk,
            queue=_queue(outcome),
            priority=priority(outcome),
            probability=probability(outcome),
            severe=is_severe(outcome),
        )
        for outcome in by_comment.values()
        if _needs_review(outcome)
    )


def priority(
    outcome: Outcome, *, is_disputed: bool = False, is_reported_illegal: bool = False
) -> float:
    return priority_of(
        probability(outcome),
        is_held=outcome.verdict == Verdict.HOLD,
        is_disputed=is_disputed,
        is_reported_illegal=is_reported_illegal,
        is_watched=watches.is_watched(outcome),
    )


def probability(outcome: Outcome) -> float | None:
    """The probability of the most relevant finding, which moderators read first."""
    measured = [finding for finding in outcome.findings if finding.probability is not None]
    return min(measured, key=relevance).probability if measured else None


def is_severe(outcome: Outcome) -> bool:
    return any(finding.is_severe for finding in outcome.findings)


def _open_items(comment_ids: Sequence[int]) -> Iterable[ReviewItem]:
    return ReviewItem.objects.open().filter(**among("comment", comment_ids))


def _still_disputed(items: Iterable[ReviewItem]) -> set[int]:
    """The comments that a second opinion on their current text disputes."""
    disputed = [item.comment_id for item in items if item.disputed]
    if not disputed:
        return set()
    opinions = Score.objects.second_opinions().of_current_text().filter(comment__in=disputed)
    return set(opinions.values_list("comment_id", flat=True))


def _update(item: ReviewItem, outcome: Outcome, disputed: Container[int]) -> bool:
    """Update `item` to `outcome`, and tell whether that changes anything."""
    before = [getattr(item, name) for name in UPDATED]
    item.disputed = item.comment_id in disputed
    item.unjudged_since = None
    if _needs_review(outcome):
        if item.queue in SCORED_QUEUES:
            item.queue = _queue(outcome)
        item.priority = priority(
            outcome,
            is_disputed=item.disputed,
            is_reported_illegal=item.legal_reports > 0,
        )
        item.probability = probability(outcome)
        item.severe = is_severe(outcome)
    elif item.queue in SCORED_QUEUES and not item.reports and not item.disputed:
        item.status = ReviewItem.Status.CLOSED
        item.closed_at = timezone.now()
    return before != [getattr(item, name) for name in UPDATED]


def _delete_closed(pks: Sequence[int]) -> None:
    """Delete the closed ones of the cases that were open only until their comment was judged.

    A case that a moderator acted on in between is kept.
    """
    if pks:
        closed = ReviewItem.objects.filter(pk__in=pks, status=ReviewItem.Status.CLOSED)
        closed.filter(decisions__isnull=True).delete()


def _needs_review(outcome: Outcome) -> bool:
    return outcome.verdict in (Verdict.QUEUE, Verdict.HOLD)


def _queue(outcome: Outcome) -> ReviewItem.Queue:
    if outcome.scores is None:
        return ReviewItem.Queue.NOT_SCORED
    return ReviewItem.Queue.NEEDS_REVIEW
