"""Assigning cases: by hand, to a colleague or to oneself, or evenly to several.

Others pass over a case that is assigned, by default; anybody who may decide it still may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import ReviewItem
from moderation.permissions import (
    may_assign,
    may_decide_escalated,
    may_moderate,
    may_moderate_section,
)
from moderation.services.decisions import concurrency

UNASSIGNED = {"assigned_to": None, "assigned_by": None, "assigned_at": None}


class AssignmentRefused(Exception):
    """A case is not assigned; the message says why."""


@dataclass(frozen=True, slots=True)
class Share:
    """The cases that a moderator gets."""

    moderator: User
    items: list[ReviewItem]


@transaction.atomic
def assign(*, comment: Comment, to: User, by: User) -> None:
    """Assign the open case of `comment`; one that was assigned before changes hands.

    Raises AssignmentRefused if the case is closed, or not for `to`, or if `by` assigns to
    themselves only.
    """
    (locked,) = concurrency.lock([comment.pk])
    item = locked.review_items.open().first()
    if item is None:
        raise AssignmentRefused(_("This case was closed meanwhile."))
    others = {to.pk, item.assigned_to_id} - {by.pk, None}
    if others and not may_assign(by):
        raise AssignmentRefused(_("You may assign cases to yourself only."))
    if not _is_for(to, item, locked):
        raise AssignmentRefused(
            _("%(name)s may not decide this case.") % {"name": to.get_username()}
        )
    _give([item], to, by)


@transaction.atomic
def unassign(*, comment: Comment, by: User) -> None:
    """Let everybody take the open case of `comment` again.

    Raises AssignmentRefused if it is a colleague's and `by` does not assign to colleagues.
    """
    concurrency.lock([comment.pk])
    item = ReviewItem.objects.open().filter(comment=comment).first()
    if item is None or item.assigned_to_id is None:
        return
    if item.assigned_to_id != by.pk and not may_assign(by):
        raise AssignmentRefused(_("This case is assigned to a colleague."))
    ReviewItem.objects.filter(pk=item.pk).update(**UNASSIGNED)


def unassign_all(*, moderator: User) -> int:
    """Let everybody take the open cases of `moderator`, who left; return how many they were."""
    return ReviewItem.objects.open().filter(assigned_to=moderator).update(**UNASSIGNED)


def shares(items: Sequence[ReviewItem], moderators: Sequence[User]) -> list[Share]:
    """Spread `items`, with their comments' articles, evenly; each goes to who has the fewest.

    A case goes only to a moderator who may decide it; one that is for none of them is left out.
    """
    spread = [Share(moderator, []) for moderator in moderators]
    for item in items:
        may = [share for share in spread if _is_for(share.moderator, item, item.comment)]
        if may:
            min(may, key=lambda share: len(share.items)).items.append(item)
    return spread


@transaction.atomic
def spread(*, comments: Iterable[int], moderators: Sequence[User], by: User) -> list[Share]:
    """Assign the open cases of `comments` that nobody has yet, in this order; return the shares.

    Raises AssignmentRefused if `by` may not assign cases.
    """
    if not may_assign(by):
        raise AssignmentRefused(_("You may assign cases to yourself only."))
    order = list(comments)
    concurrency.lock(order)
    found = ReviewItem.objects.open().filter(comment__in=order, assigned_to__isnull=True)
    items = {item.comment_id: item for item in found.select_related("comment__article")}
    given = shares([items[pk] for pk in order if pk in items], moderators)
    for share in given:
        _give(share.items, share.moderator, by)
    return given


def _is_for(moderator: User, item: ReviewItem, comment: Comment) -> bool:
    escalated = item.queue == ReviewItem.Queue.ESCALATED
    return (
        may_moderate(moderator)
        and may_moderate_section(moderator, comment.article)
        and (not escalated or may_decide_escalated(moderator))
    )


def _give(items: Iterable[ReviewItem], to: User, by: User) -> None:
    ReviewItem.objects.filter(pk__in=[item.pk for item in items]).update(
        assigned_to=to, assigned_by=by, assigned_at=timezone.now()
    )
