"""Storing what scoring came to: scores, findings, decisions, review items, statuses."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Comment
from moderation.classifiers.base import Attribute
from moderation.models import ClassifierRelease, Decision, Finding, ReviewItem, Score, Verdict
from moderation.models.review import priority_of
from moderation.services.judging import bulk_insert
from moderation.services.judging.outcomes import Outcome, among, mark_decided, table
from moderation.services.judging.triage import relevance
from moderation.services.readers import notices

FILED_BY_SCORE = (ReviewItem.Queue.NEEDS_REVIEW, ReviewItem.Queue.NOT_SCORED)
"""The queues that a score moves a comment into and out of; the others are left by people only."""

SHARED = ("release_id", "policy_version_id", "verdict", "scored_at")


REFILED = (
    "status",
    "closed_at",
    "queue",
    "priority",
    "probability",
    "disputed",
    "unjudged_since",
)
"""What a score changes of a review item."""


def file(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Store `outcomes` of comments that are still as they were judged, and return those."""
    if not outcomes:
        return []
    with transaction.atomic(savepoint=False):
        unchanged = lock(outcomes)
        if unchanged:
            _store(unchanged)
        return unchanged


def _store(unchanged: list[Outcome]) -> None:
    """Store the scores of all, and the rest of those few for which there is more to do."""
    store_scores(unchanged)
    questioned = _with_findings_or_cases([outcome.comment.pk for outcome in unchanged])
    concerned = [
        outcome
        for outcome in unchanged
        if outcome.findings
        or outcome.status != outcome.status_before
        or outcome.comment.pk in questioned
    ]
    if concerned:
        _store_judgements(concerned)


def _with_findings_or_cases(comment_ids: Sequence[int]) -> set[int]:
    """Comments of which something is stored that no longer holds, perhaps: findings, open cases."""
    within = among("comment", comment_ids)
    found = Finding.objects.filter(**within).order_by().values_list("comment_id")
    cases = ReviewItem.objects.open().filter(**within).values_list("comment_id")
    return {comment_id for (comment_id,) in found.union(cases)}


def _store_judgements(outcomes: list[Outcome]) -> None:
    comment_ids = [outcome.comment.pk for outcome in outcomes]
    mark_decided(outcomes)
    _store_findings(outcomes, comment_ids)
    open_to_the_verdict = [outcome for outcome in outcomes if not outcome.decided]
    hidden = _hidden_comments(open_to_the_verdict)
    removals = _store_removals(open_to_the_verdict, hidden)
    _store_review_items(open_to_the_verdict)
    _store_statuses(open_to_the_verdict)
    _notify_authors(open_to_the_verdict, removals, hidden)


def lock(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Lock the comments against edits and decisions, in one order, but not against replies."""
    comments = Comment.objects.filter(**among("pk", [outcome.comment.pk for outcome in outcomes]))
    locked = comments.select_for_update(no_key=True).order_by("pk")
    current = {
        pk: (text, status) for pk, text, status in locked.values_list("pk", "text", "status")
    }
    unchanged = []
    for outcome in outcomes:
        text, status = current.get(outcome.comment.pk, (None, ""))
        if text == outcome.comment.text:
            outcome.status_before = status
            unchanged.append(outcome)
    return unchanged


def store_scores(outcomes: list[Outcome]) -> None:
    """Replace the release's scores.  What could not be scored keeps none, to be tried again."""
    release = next((o.release for o in outcomes if o.release), None) or _active_release()
    _delete_of([o.comment.pk for o in outcomes], Score.objects.filter(release=release))
    now = timezone.now()
    for shared, own in _alike(outcomes).items():
        values = dict(zip(SHARED, (*shared, now), strict=True))
        probabilities = table([outcome.scores for outcome in own]).T
        ids = np.array([outcome.comment.pk for outcome in own])
        columns = dict(zip(Attribute, probabilities, strict=True))
        bulk_insert.insert(Score, values, {"comment_id": ids, **columns})


def _alike(outcomes: Iterable[Outcome]) -> dict[tuple[Any, ...], list[Outcome]]:
    """Outcomes that were scored by what their rows have in common: a few kinds of thousands."""
    alike: defaultdict[tuple[Any, ...], list[Outcome]] = defaultdict(list)
    for o in outcomes:
        if o.scores is not None:
            version = o.policy_version.id if o.policy_version else None
            alike[o.release.id if o.release else None, version, o.verdict].append(o)
    return alike


def _active_release() -> ClassifierRelease | None:
    return ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()


def _store_findings(outcomes: list[Outcome], comment_ids: Sequence[int]) -> None:
    _delete_of(comment_ids, Finding.objects.all())
    Finding.objects.bulk_create(finding for outcome in outcomes for finding in outcome.findings)


def _delete_of(comment_ids: Sequence[int], rows: QuerySet[Any]) -> None:
    """Delete the rows that belong to the comments: as a rule few or none, so look first."""
    own = set(comment_ids)
    found = rows.filter(**among("comment", comment_ids)).values_list("pk", "comment_id")
    doomed = [pk for pk, comment_id in found if comment_id in own]
    if doomed:
        rows.filter(pk__in=doomed).delete()


def _removing(outcome: Outcome) -> Finding:
    """The finding that removes: not always the one that tells most."""
    return next(f for f in outcome.findings if f.verdict == Verdict.REMOVE)


def _hidden_comments(outcomes: list[Outcome]) -> dict[int, Comment]:
    """The stored comments that the verdicts hide, which is a small part as a rule."""
    hidden = [o.comment.pk for o in outcomes if o.verdict in (Verdict.HOLD, Verdict.REMOVE)]
    return Comment.objects.select_related("author").in_bulk(hidden)


def _store_removals(outcomes: list[Outcome], hidden: dict[int, Comment]) -> list[Decision]:
    """A removal without a person is a decision too, with the classifier as its author."""
    return Decision.objects.bulk_create(
        Decision(
            comment=hidden[outcome.comment.pk],
            action=Decision.Action.REMOVE,
            clause=_removing(outcome).clause,
            release=outcome.release,
            policy_version=outcome.policy_version,
            scores_seen=outcome.scores,
            status_before=outcome.status_before,
            status_after=outcome.status,
        )
        for outcome in outcomes
        if outcome.verdict == Verdict.REMOVE and outcome.changed
    )


def _notify_authors(
    outcomes: list[Outcome], removals: list[Decision], hidden: dict[int, Comment]
) -> None:
    """Give notice to authors who posted here; nobody is written to over an imported archive."""
    notices.notify_of_decisions(d for d in removals if d.comment.source_id is None)
    notices.notify_of_holds(
        {
            hidden[outcome.comment.pk]: (outcome.policy_version, outcome.findings)
            for outcome in outcomes
            if outcome.verdict == Verdict.HOLD and hidden[outcome.comment.pk].source_id is None
        }
    )


def _store_review_items(outcomes: list[Outcome]) -> None:
    """Open, move and close the items of `outcomes`; those that people opened stay open."""
    by_comment = {outcome.comment.pk: outcome for outcome in outcomes}
    items = [item for item in _open_items(list(by_comment)) if item.comment_id in by_comment]
    disputed = _still_disputed(items)
    passing = [item.pk for item in items if item.opened_at == item.unjudged_since]
    changed = [item for item in items if _refile(item, by_comment.pop(item.comment_id), disputed)]
    ReviewItem.objects.bulk_update(changed, REFILED)
    _forget_closed(passing)
    ReviewItem.objects.bulk_create(
        ReviewItem(
            comment_id=outcome.comment.pk,
            queue=_queue(outcome),
            priority=priority(outcome),
            probability=probability(outcome),
        )
        for outcome in by_comment.values()
        if needs_review(outcome.verdict)
    )


def _open_items(comment_ids: Sequence[int]) -> Iterable[ReviewItem]:
    if not comment_ids:
        return []
    return ReviewItem.objects.open().filter(**among("comment", comment_ids))


def _forget_closed(passing: Sequence[int]) -> None:
    """Delete the cases that were open only until their comment was judged, and of which nothing
    came: they are no moderator's work, unless one took a hand in them.
    """
    if passing:
        closed = ReviewItem.objects.filter(pk__in=passing, status=ReviewItem.Status.CLOSED)
        closed.filter(decisions__isnull=True).delete()


def _still_disputed(items: Iterable[ReviewItem]) -> set[int]:
    """The comments that a second opinion disputes: what it said of other words is void."""
    disputed = [item.comment_id for item in items if item.disputed]
    if not disputed:
        return set()
    opinions = Score.objects.second_opinions().of_current_text().filter(comment__in=disputed)
    return set(opinions.values_list("comment_id", flat=True))


def _refile(item: ReviewItem, outcome: Outcome, disputed: Container[int]) -> bool:
    """Set `item` to what `outcome` says, and tell whether that is anything new."""
    before = [getattr(item, name) for name in REFILED]
    item.disputed = item.comment_id in disputed
    item.unjudged_since = None
    if needs_review(outcome.verdict):
        if item.queue in FILED_BY_SCORE:
            item.queue = _queue(outcome)
        item.priority = priority(outcome, is_disputed=item.disputed)
        item.probability = probability(outcome)
    elif item.queue in FILED_BY_SCORE and not item.reports and not item.disputed:
        item.status = ReviewItem.Status.CLOSED
        item.closed_at = timezone.now()
    return before != [getattr(item, name) for name in REFILED]


def _store_statuses(outcomes: list[Outcome]) -> None:
    changed: defaultdict[Comment.Status, list[int]] = defaultdict(list)
    for outcome in outcomes:
        status = outcome.comment.status = outcome.status
        if status != outcome.status_before:
            changed[status].append(outcome.comment.pk)
    for status, comment_ids in changed.items():
        Comment.objects.filter(pk__in=comment_ids).update(status=status)


def needs_review(verdict: Verdict) -> bool:
    return verdict in (Verdict.QUEUE, Verdict.HOLD)


def _queue(outcome: Outcome) -> ReviewItem.Queue:
    if outcome.scores is None:
        return ReviewItem.Queue.NOT_SCORED
    return ReviewItem.Queue.NEEDS_REVIEW


def priority(outcome: Outcome, *, is_disputed: bool = False) -> float:
    is_held = outcome.verdict == Verdict.HOLD
    return priority_of(probability(outcome), is_held=is_held, is_disputed=is_disputed)


def probability(outcome: Outcome) -> float | None:
    """That of the finding that tells most about why: the one that moderators read first."""
    measured = [finding for finding in outcome.findings if finding.probability is not None]
    return min(measured, key=relevance).probability if measured else None
