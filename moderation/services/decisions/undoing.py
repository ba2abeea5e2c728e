"""Undoing decisions; each undo is a decision too."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, ReviewItem
from moderation.services.decisions import (
    appeal_settlement,
    authority,
    blocking,
    cases,
    concurrency,
    deciding,
    legal_reports,
    strikes,
    text_changes,
)
from moderation.services.events import recording
from moderation.services.readers import notices, replies

# Actions that change a comment or its case; they are undone in reverse order.
MOVING = (*Decision.SETTLING, Decision.Action.DEFER, Decision.Action.ESCALATE)


class UndoError(Exception):
    """A decision cannot be undone; the message says why."""


@transaction.atomic
def undo(*, decision: Decision, moderator: User) -> Decision:
    """Undo `decision`.

    The comment gets its former status and its review item is reopened; a block that came with the
    decision is lifted. Raises UndoError if another decision or an edit followed, if it was undone
    before, or if `moderator` may not undo it.
    """
    undoings = _undo([decision], moderator)
    if not undoings:
        for entry in authority.kept_from_undoing(moderator, [decision]):
            raise UndoError(str(authority.REASONS[entry.why]))
    if not undoings:
        raise UndoError(
            _("This cannot be undone: it was undone before, or the comment changed since.")
        )
    return undoings[0]


@transaction.atomic
def undo_bulk(*, batch: UUID, moderator: User) -> list[Decision]:
    """Undo the decisions of bulk action `batch` that are still in force and theirs to undo."""
    decisions = Decision.objects.filter(batch=batch).select_related(
        "comment__article", "review_item"
    )
    return _undo(list(decisions), moderator)


def _undo(decisions: Sequence[Decision], moderator: User) -> list[Decision]:
    comments = {
        comment.pk: comment for comment in concurrency.lock(d.comment_id for d in decisions)
    }
    kept = {entry.comment for entry in authority.kept_from_undoing(moderator, decisions)}
    undone = [
        decision
        for decision in _last_word(decisions)
        if _still_holds(decision, comments) and decision.comment_id not in kept
    ]
    for decision in undone:
        decision.comment = comments[decision.comment_id]
    undoings = Decision.objects.bulk_create(
        Decision(
            comment=decision.comment,
            action=Decision.Action.UNDO,
            moderator=moderator,
            policy_version_id=decision.policy_version_id,
            undoes=decision,
            batch=decision.batch,
            status_before=decision.comment.status,
            status_after=_restored_status(decision),
        )
        for decision in undone
    )
    heard = _heard(undoings)
    _unsettle([d for d in undone if d.action in Decision.SETTLING])
    _put_back([d for d in undone if d.action == Decision.Action.ESCALATE])
    _resume([d for d in undone if d.action == Decision.Action.DEFER])
    _unblock([d for d in undone if d.action == Decision.Action.BLOCK], moderator)
    appeal_settlement.reopen(undone)
    restored = text_changes.take_back(undone)
    legal_reports.take_back(undone)
    strikes.take_back(undone)
    notices.notify_of_decisions(undoings, heard)
    replies.notify_of_decisions(undoings)
    recording.record_decisions(undoings)
    text_changes.rescore(restored)
    return undoings


def _heard(undoings: Sequence[Decision]) -> dict[int, Appeal]:
    """Uphold the open appeals against removals that are undone.  Their cases are closed: those that
    the removals had closed are reopened.
    """
    published = Comment.Status.PUBLISHED
    restored = [
        undoing
        for undoing in undoings
        if undoing.status_after == published and _gives_back(undoing)
    ]
    heard = appeal_settlement.close_appeals(restored)
    appeal_settlement.lift_blocks(heard.values())
    ReviewItem.objects.open().filter(comment__in=heard, queue=ReviewItem.Queue.APPEALS).update(
        status=ReviewItem.Status.CLOSED, closed_at=timezone.now(), claimed_by=None
    )
    return heard


def _gives_back(undoing: Decision) -> bool:
    """Whether the undo shows readers something that the decision had hidden."""
    words = undoing.undoes is not None and undoing.undoes.action == Decision.Action.REDACT
    return words or undoing.status_before != Comment.Status.PUBLISHED


def _last_word(decisions: Sequence[Decision]) -> Iterable[Decision]:
    """Return those of `decisions` that were not undone and that no other decision followed."""
    current = Decision.objects.not_undone().filter(pk__in=[d.pk for d in decisions])
    moves = Decision.objects.not_undone().filter(
        action__in=MOVING, comment__in=[d.comment_id for d in decisions]
    )
    newest = set(
        moves.order_by().values("comment").annotate(Max("pk")).values_list("pk__max", flat=True)
    )
    return [d for d in current.order_by("pk") if d.action not in MOVING or d.pk in newest]


def _still_holds(decision: Decision, comments: dict[int, Comment]) -> bool:
    settles = decision.action in Decision.SETTLING
    return not settles or decision.is_of_text_of(comments[decision.comment_id])


def _restored_status(decision: Decision) -> str:
    settled = decision.action in Decision.SETTLING
    return decision.status_before if settled else decision.comment.status


def _unsettle(decisions: list[Decision]) -> None:
    """Restore the status and the record of comments; the undos are stored already."""
    comments = {decision.comment_id: decision.comment for decision in decisions}
    former = Decision.objects.standing_by_comment(comments)
    for decision in former.values():
        decision.comment = comments[decision.comment_id]
    deciding.count(decisions, -1)
    deciding.count(list(former.values()), +1)
    for decision in decisions:
        decision.comment.status = decision.status_before
        decision.comment.featured_at = _featured_at(former.get(decision.comment_id))
    Comment.objects.bulk_update(comments.values(), ["status", "featured_at"])
    _reopen(decisions)


def _featured_at(stands: Decision | None) -> datetime | None:
    """Return when the comment was featured, if the decision in force again did so for its present
    text.
    """
    if stands is None or stands.action != Decision.Action.FEATURE:
        return None
    return stands.decided_at if stands.is_of_text_of(stands.comment) else None


def _reopen(decisions: list[Decision]) -> None:
    """Reopen the cases that were closed; a held comment always has an open case."""
    already = set(
        ReviewItem.objects.open()
        .filter(comment__in=[d.comment_id for d in decisions])
        .values_list("comment_id", flat=True)
    )
    closed = [d for d in decisions if d.comment_id not in already]
    ReviewItem.objects.filter(pk__in=[d.review_item_id for d in closed if d.review_item_id]).update(
        status=ReviewItem.Status.OPEN, closed_at=None
    )
    for decision in closed:
        if not decision.review_item_id and decision.comment.status == Comment.Status.HELD:
            cases.open_case(comment=decision.comment, queue=ReviewItem.Queue.NEEDS_REVIEW)


def _put_back(decisions: list[Decision]) -> None:
    ReviewItem.objects.open().filter(
        comment__in=[d.comment_id for d in decisions], queue=ReviewItem.Queue.ESCALATED
    ).update(queue=F("escalated_from"), escalated_from="")


def _resume(decisions: list[Decision]) -> None:
    ReviewItem.objects.open().filter(comment__in=[d.comment_id for d in decisions]).update(
        deferred_until=None
    )


def _unblock(decisions: list[Decision], moderator: User) -> None:
    for block in Block.objects.filter(decision__in=decisions, lifted_at__isnull=True):
        blocking.lift(block=block, lifted_by=moderator)
