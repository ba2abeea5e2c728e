"""Which cases a moderator may act on.

Every action on a comment or its case asks here, inside its transaction, with the comments locked.
"""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.permissions import may_decide_escalated, may_moderate_section
from moderation.services.decisions import leaving
from moderation.services.decisions.leaving import Left, Why

REASONS = {
    Why.FOR_A_SENIOR: _("This case was escalated: a senior moderator must decide it."),
    Why.OTHER_SECTION: _("This comment is in a section that you do not moderate."),
    Why.IN_HAND: _("%(name)s is reviewing this."),
}


class NotAllowedError(Exception):
    """A moderator may not act on a comment; the message says why. Nothing was changed."""

    def __init__(self, entry: Left) -> None:
        super().__init__(REASONS[entry.why] % {"name": entry.by})
        self.why = entry.why


def check(comment: Comment, moderator: User) -> None:
    """Raise NotAllowedError if `moderator` may not act on `comment`."""
    for entry in kept_from(moderator, [comment]):
        raise NotAllowedError(entry)


def check_section(comment: Comment, reader: User) -> None:
    """Raise NotAllowedError if `comment` is of a section that `reader` does not moderate."""
    for entry in _of_other_sections(reader, [comment]):
        raise NotAllowedError(entry)


def kept_from(moderator: User, comments: Sequence[Comment]) -> list[Left]:
    """Return those of `comments` that `moderator` may not act on, each with the reason."""
    foreign = _of_other_sections(moderator, comments)
    own = leaving.without(comments, foreign)
    return [*foreign, *_kept_by_cases(moderator, own)]


def kept_from_undoing(moderator: User, decisions: Sequence[Decision]) -> list[Left]:
    """Return the comments of those of `decisions` that `moderator` may not undo.

    An escalation is undone by who made it or by a senior; so is what a senior decided.
    """
    foreign = _of_other_sections(moderator, [decision.comment for decision in decisions])
    if may_decide_escalated(moderator):
        return foreign
    others = [d for d in decisions if d.moderator_id != moderator.pk and _is_a_seniors(d)]
    return [*foreign, *(Left(d.comment_id, Why.FOR_A_SENIOR) for d in others)]


def _of_other_sections(moderator: User, comments: Iterable[Comment]) -> list[Left]:
    return [
        Left(comment.pk, Why.OTHER_SECTION)
        for comment in comments
        if not may_moderate_section(moderator, comment.article)
    ]


def _kept_by_cases(moderator: User, comments: Sequence[Comment]) -> list[Left]:
    """Return those of `comments` whose open case waits for a senior, or is in other hands."""
    items = ReviewItem.objects.open().filter(comment__in=[comment.pk for comment in comments])
    kept = items.claimed_by_others(moderator, timezone.now())
    for_seniors = not may_decide_escalated(moderator)
    if for_seniors:
        kept |= items.filter(queue=ReviewItem.Queue.ESCALATED)
    rows = kept.order_by("comment_id").values_list("comment_id", "queue", "claimed_by__username")
    return [
        Left(pk, Why.FOR_A_SENIOR)
        if for_seniors and queue == ReviewItem.Queue.ESCALATED
        else Left(pk, Why.IN_HAND, name)
        for pk, queue, name in rows
    ]


def _is_a_seniors(decision: Decision) -> bool:
    item = decision.review_item
    escalated = item is not None and item.queue == ReviewItem.Queue.ESCALATED
    return escalated or decision.action == Decision.Action.ESCALATE
