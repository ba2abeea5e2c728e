"""Decisions: the only place where a moderator changes the status of a comment."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Comment
from moderation.models import AuthorRecord, Clause, Decision, PolicyVersion, ReviewItem, Score
from moderation.services.decisions import (
    appeal_settlement,
    authority,
    citing,
    concurrency,
    leaving,
    legal_reports,
    text_changes,
)
from moderation.services.decisions.concurrency import StaleError
from moderation.services.decisions.leaving import Left, Why
from moderation.services.decisions.text_changes import NewText
from moderation.services.events import recording
from moderation.services.readers import notices, replies

__all__ = ["BulkDecision", "Left", "StaleError", "Why", "decide", "decide_all", "settle"]

STATUS_AFTER = {
    Decision.Action.APPROVE: Comment.Status.PUBLISHED,
    Decision.Action.FEATURE: Comment.Status.PUBLISHED,
    Decision.Action.REMOVE: Comment.Status.REMOVED,
    Decision.Action.REDACT: Comment.Status.PUBLISHED,
}
COUNTED_AS = {
    Decision.Action.APPROVE: "approved",
    Decision.Action.FEATURE: "approved",
    Decision.Action.REMOVE: "removed",
}


@dataclass(frozen=True, slots=True)
class BulkDecision:
    """The result of deciding many comments at once.

    `stale` are those that had changed since they were seen; `left` are all that were left
    unchanged, with reasons.
    """

    id: UUID
    decisions: list[Decision]
    stale: list[Comment]
    left: list[Left] = field(default_factory=list)


@transaction.atomic
def decide(
    *,
    comment: Comment,
    moderator: User,
    action: Decision.Action,
    version_token: str,
    clause: Clause | None = None,
    note: str = "",
) -> Decision:
    """Approve, feature or remove `comment`, close its review item and update its author's record.

    `version_token` is that of the comment as the moderator saw it. Raises StaleError if it is out
    of date, NotAllowedError if the case is not for `moderator` to decide, NotIndependentError if
    the author appeals against them, and NotInForceError if `clause` is not in force for the
    comment; nothing is changed then.

    A decision about a comment under appeal answers the appeal, with the note.
    """
    locked = concurrency.lock_one_unchanged(comment, version_token)
    authority.check(locked, moderator)
    clauses = {locked.pk: clause} if clause else {}
    appeal_settlement.check_independence([locked], moderator)
    return settle([locked], moderator, action, clauses=clauses, note=note)[0]


@transaction.atomic
def decide_all(
    *,
    version_token: Mapping[int, str],
    moderator: User,
    action: Decision.Action,
    clause: Clause | None = None,
    note: str = "",
    batch: UUID | None = None,
) -> BulkDecision:
    """Decide many comments alike, as one bulk action that one undo reverses.

    `version_token` maps each comment's id to its version token. Each comment is removed under
    `clause`, or else under the clause in force that it was found to break. Comments that changed in
    the meantime, that `clause` is not in force for, or that another moderator must decide are left
    unchanged; NotIndependentError is raised if there is nothing else. `batch` adds the decisions to
    an earlier bulk action.
    """
    same, stale = concurrency.lock_unchanged(version_token)
    left = leaving.changed(version_token, same, stale)
    refused = _kept_from(moderator, same)
    decided = leaving.without(same, refused)
    if not decided and any(entry.why == Why.HEARD_BY_ANOTHER for entry in refused):
        raise appeal_settlement.NotIndependentError
    left += refused
    clauses: Mapping[int, Clause] = {}
    if action == Decision.Action.REMOVE:
        clauses, refused = leaving.cited(decided, clause)
        left += refused
        decided = leaving.without(decided, refused)
    batch = batch or uuid4()
    decisions = settle(decided, moderator, action, clauses=clauses, note=note, batch=batch)
    return BulkDecision(batch, decisions, stale, left)


def _kept_from(moderator: User, comments: Sequence[Comment]) -> list[Left]:
    """Return the locked comments that `moderator` may not decide, each with the reason."""
    refused = authority.kept_from(moderator, comments)
    heard = appeal_settlement.appealed_against(moderator, leaving.without(comments, refused))
    return [*refused, *(Left(pk, Why.HEARD_BY_ANOTHER) for pk in heard)]


def count(decisions: Sequence[Decision], step: int) -> None:
    """Add `step` to the author's record for each of `decisions` that a person made."""
    totals = Counter(
        (decision.comment.author_id, COUNTED_AS[Decision.Action(decision.action)])
        for decision in decisions
        if decision.moderator_id is not None and decision.action in COUNTED_AS
    )
    AuthorRecord.objects.bulk_create(
        (AuthorRecord(author_id=author) for author in sorted({author for author, _ in totals})),
        ignore_conflicts=True,
    )
    for (author, column), number in sorted(totals.items()):
        AuthorRecord.objects.filter(author=author).update(**{column: F(column) + step * number})


def settle(
    comments: Sequence[Comment],
    moderator: User,
    action: Decision.Action,
    *,
    clauses: Mapping[int, Clause],
    note: str,
    changes: Mapping[Comment, NewText] | None = None,
    batch: UUID | None = None,
) -> list[Decision]:
    """Decide locked comments, with a number of queries that does not depend on their number.

    `changes` are the texts that some of them get.  An upheld appeal against removed words restores
    the original.
    """
    if action not in STATUS_AFTER:
        raise ValueError(f"{action} does not settle what readers see of a comment.")
    former = Decision.objects.standing_by_comment(comment.pk for comment in comments)
    items = _open_items(comments)
    decisions = _record(
        comments, moderator, action, clauses=clauses, note=note, batch=batch, items=items
    )
    _show(comments, action)
    _recount(former.values(), decisions)
    _close(items.values())
    appeals = appeal_settlement.close_appeals(decisions)
    appeal_settlement.lift_blocks(appeals.values())
    heard = appeal_settlement.to_restore(comments, appeals)
    changes = changes or text_changes.originals(heard)
    text_changes.apply(decisions, changes)
    legal_reports.answer(decisions, items.values())
    notices.notify_of_decisions(decisions, appeals)
    replies.notify_of_decisions(decisions)
    recording.record_decisions(decisions)
    text_changes.rescore(list(changes))
    return decisions


def _record(
    comments: Sequence[Comment],
    moderator: User,
    action: Decision.Action,
    *,
    clauses: Mapping[int, Clause],
    note: str,
    batch: UUID | None,
    items: Mapping[int, ReviewItem],
) -> list[Decision]:
    """Append the decisions.  Raises NotInForceError if a clause is not in force."""
    versions = PolicyVersion.objects.current_versions(
        (comment.article_id for comment in comments), with_clauses=False
    )
    for comment in comments:
        if cited := clauses.get(comment.pk):
            citing.check(cited, versions[comment.article_id])
    scores = _active_scores(comments)
    return Decision.objects.bulk_create(
        Decision(
            comment=comment,
            action=action,
            clause=(clause := clauses.get(comment.pk)),
            note=note,
            moderator=moderator,
            batch=batch,
            review_item=items.get(comment.pk),
            release=score.release if (score := scores.get(comment.pk)) else None,
            policy_version=clause.version if clause else versions[comment.article_id],
            scores_seen=score.probabilities if score else None,
            status_before=comment.status,
            status_after=STATUS_AFTER[action],
        )
        for comment in comments
    )


def _recount(former: Collection[Decision], decisions: Sequence[Decision]) -> None:
    """Count `decisions` for the authors in place of the ones that they replace."""
    comments = {decision.comment_id: decision.comment for decision in decisions}
    for decision in former:
        decision.comment = comments[decision.comment_id]
    count(list(former), -1)
    count(decisions, +1)


def _show(comments: Sequence[Comment], action: Decision.Action) -> None:
    featured = timezone.now() if action == Decision.Action.FEATURE else None
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
        status=STATUS_AFTER[action], featured_at=featured
    )


def _active_scores(comments: Sequence[Comment]) -> dict[int, Score]:
    scores = Score.objects.filter(comment__in=comments, release__status="active")
    return {score.comment_id: score for score in scores.select_related("release")}


def _open_items(comments: Sequence[Comment]) -> dict[int, ReviewItem]:
    items = ReviewItem.objects.open().filter(comment__in=comments)
    return {item.comment_id: item for item in items}


def _close(items: Iterable[ReviewItem]) -> None:
    ReviewItem.objects.filter(pk__in=[item.pk for item in items]).update(
        status=ReviewItem.Status.CLOSED,
        closed_at=timezone.now(),
        claimed_by=None,
        claimed_until=None,
        taken_from=None,
        deferred_until=None,
    )
