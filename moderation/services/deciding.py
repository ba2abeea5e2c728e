"""Decisions: the one place where a person's word changes a comment, or takes it back."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models import AuthorRecord, Clause, Decision, ReviewItem, Score
from moderation.services import policies

STATUS_AFTER = {
    Decision.Action.APPROVE: Comment.Status.PUBLISHED,
    Decision.Action.REMOVE: Comment.Status.REMOVED,
}


@dataclass
class StaleError(Exception):
    """The comment is no longer as the moderator saw it; nothing was changed.

    `decision` is the newest one about it, or None where it was edited instead.
    """

    comment: Comment
    decision: Decision | None


class UndoError(Exception):
    """A decision cannot be taken back; the message says why."""


def seen(comment: Comment) -> str:
    """A token for the state of a comment that a moderator looks at: its last decision and edit.

    `decide` refuses a token that is no longer true.  Uses the annotation
    `last_decision_id` where the comment was read with it.
    """
    last = getattr(comment, "last_decision_id", None) or _last_decision_id(comment)
    edited = comment.edited_at.timestamp() if comment.edited_at else 0
    return f"{last or 0}-{edited:.6f}"


@transaction.atomic
def decide(
    *,
    comment: Comment,
    moderator: AbstractBaseUser,
    action: Decision.Action,
    seen_as: str,
    clause: Clause | None = None,
    note: str = "",
) -> Decision:
    """Approve or remove `comment`, close its review item and count it in the author's record.

    `seen_as` is the `seen` token of the comment as the moderator saw it.
    Raises StaleError, and changes nothing, where it is out of date.
    """
    comment = _locked(comment)
    if seen(comment) != seen_as:
        raise StaleError(comment, comment.decisions.first())
    former = _standing(comment)
    score = _active_score(comment)
    decision = Decision.objects.create(
        comment=comment,
        action=action,
        clause=clause,
        note=note,
        moderator=moderator,
        release=score.release if score else None,
        policy_version=clause.version if clause else policies.current_version(comment.article),
        scores_seen=score.probabilities if score else None,
        status_before=comment.status,
        status_after=STATUS_AFTER[action],
    )
    _set_status(comment, decision.status_after)
    _count(comment.author, former, -1)
    _count(comment.author, decision, +1)
    comment.review_items.open().update(
        status=ReviewItem.Status.CLOSED, closed_at=timezone.now(), claimed_by=None
    )
    return decision


@transaction.atomic
def undo(*, decision: Decision, moderator: AbstractBaseUser) -> Decision:
    """Take back the last standing decision about a comment, with a decision of its own.

    The comment gets its former status, and its review item opens again.
    Raises UndoError where another decision stands since, or it was taken back.
    """
    comment = _locked(decision.comment)
    former = comment.decisions.standing().filter(pk__lt=decision.pk).first()
    if _standing(comment) != decision:
        raise UndoError("This decision was taken back, or another one was made since.")
    undoing = Decision.objects.create(
        comment=comment,
        action=Decision.Action.UNDO,
        moderator=moderator,
        policy_version=decision.policy_version,
        undoes=decision,
        status_before=comment.status,
        status_after=decision.status_before,
    )
    _set_status(comment, undoing.status_after)
    _count(comment.author, decision, -1)
    _count(comment.author, former, +1)
    if former is None or former.moderator_id is None:
        _reopen(comment)
    return undoing


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("article", "author")
        .get(pk=comment.pk)
    )


def _last_decision_id(comment: Comment) -> int | None:
    return comment.decisions.order_by("-pk").values_list("pk", flat=True).first()


def _standing(comment: Comment) -> Decision | None:
    return comment.decisions.standing().first()


def _active_score(comment: Comment) -> Score | None:
    return comment.scores.filter(release__status="active").select_related("release").first()


def _set_status(comment: Comment, status: str) -> None:
    comment.status = status
    comment.save(update_fields=["status"])


def _count(author: Author, decision: Decision | None, step: int) -> None:
    """Add `step` to the column of the author's record that counts such decisions."""
    if decision is None or decision.moderator_id is None:
        return
    column = {"approve": "approved", "remove": "removed"}[decision.action]
    AuthorRecord.objects.get_or_create(author=author)
    AuthorRecord.objects.filter(author=author).update(**{column: F(column) + step})


def _reopen(comment: Comment) -> None:
    closed = comment.review_items.order_by("-closed_at").first()
    if closed and closed.status == ReviewItem.Status.CLOSED:
        closed.status = ReviewItem.Status.OPEN
        closed.closed_at = None
        closed.save(update_fields=["status", "closed_at"])
