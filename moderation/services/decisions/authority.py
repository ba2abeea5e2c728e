"""Which cases a moderator may act on.

Every action on a comment or its case asks here, inside its transaction, with the comments locked.
"""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.permissions import may_decide_escalated
from moderation.services.decisions.leaving import Left, Why

REASONS = {
    Why.FOR_A_SENIOR: _("This case was escalated: a senior moderator must decide it."),
}


class NotAllowedError(Exception):
    """A moderator may not act on a comment; the message says why. Nothing was changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(str(REASONS[why]))
        self.why = why


def check(comment: Comment, moderator: User) -> None:
    """Raise NotAllowedError if `moderator` may not act on `comment`."""
    for entry in kept_from(moderator, [comment]):
        raise NotAllowedError(entry.why)


def kept_from(moderator: User, comments: Sequence[Comment]) -> list[Left]:
    """Return those of `comments` that `moderator` may not act on, each with the reason."""
    return [Left(pk, Why.FOR_A_SENIOR) for pk in _for_a_senior(moderator, comments)]


def kept_from_undoing(moderator: User, decisions: Sequence[Decision]) -> list[Left]:
    """Return the comments of those of `decisions` that `moderator` may not undo.

    An escalation is undone by who made it or by a senior; so is what a senior decided.
    """
    if may_decide_escalated(moderator):
        return []
    escalated = ReviewItem.Queue.ESCALATED
    return [
        Left(decision.comment_id, Why.FOR_A_SENIOR)
        for decision in decisions
        if decision.moderator_id != moderator.pk
        and (
            decision.action == Decision.Action.ESCALATE
            or (decision.review_item and decision.review_item.queue == escalated)
        )
    ]


def _for_a_senior(moderator: User, comments: Iterable[Comment]) -> list[int]:
    if may_decide_escalated(moderator):
        return []
    escalated = ReviewItem.objects.open().filter(
        comment__in=[comment.pk for comment in comments], queue=ReviewItem.Queue.ESCALATED
    )
    return sorted(escalated.values_list("comment_id", flat=True))
