"""Barring authors from commenting, for a time or for good."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models import Appeal, Block, Decision, Reach
from moderation.services.decisions import noting
from moderation.services.readers import notices, origins

UPHELD = Appeal.Status.UPHELD


def block_in_force(author: Author, request: HttpRequest | None = None) -> Block | None:
    """The block that keeps `author` from posting now, the longest of several.

    It is a block of this author, or of another that reaches the e-mail
    address or the network that `request` comes from.
    """
    reached = Q(author=author) if author.pk else Q(pk__in=())
    if author.email:
        reached |= Q(email_key=origins.email_key(author.email))
    if request:
        reached |= Q(network_key=origins.network_key(request))
    return max(Block.objects.in_force().filter(reached), key=_end, default=None)


@transaction.atomic
def block(
    *,
    author: Author,
    reason: str,
    until: datetime | None,
    blocked_by: User | None,
    decision: Decision | None = None,
    reach: Collection[Reach] = (),
) -> Block:
    """Bar `author` until a moment, or for good where `until` is None.

    `decision` is the one at the desk that the block came with; `reach` says
    what it bars besides the author.
    """
    made = Block.objects.create(
        author=author,
        reason=reason,
        until=until,
        blocked_by=blocked_by,
        decision=decision,
        email_key=origins.email_key(author.email) if Reach.EMAIL in reach else "",
        network_key=origins.network_of(author) if Reach.NETWORK in reach else "",
    )
    notices.tell_of_block(made)
    return made


@transaction.atomic
def block_for(
    *,
    comment: Comment,
    moderator: User,
    reason: str,
    until: datetime | None,
    batch: UUID | None = None,
    reach: Collection[Reach] = (),
) -> Decision:
    """Block the author of `comment` for what it says, with a decision that an undo takes back."""
    decision = noting.note(
        comment=_locked(comment),
        moderator=moderator,
        action=Decision.Action.BLOCK,
        reason=reason,
        batch=batch,
    )
    block(
        author=comment.author,
        reason=reason,
        until=until,
        blocked_by=moderator,
        decision=decision,
        reach=reach,
    )
    return decision


@transaction.atomic
def warn_for(
    *, comment: Comment, moderator: User, reason: str, batch: UUID | None = None
) -> Decision:
    """Warn the author of `comment`, who gets a notice with the reason."""
    decision = noting.note(
        comment=_locked(comment),
        moderator=moderator,
        action=Decision.Action.WARN,
        reason=reason,
        batch=batch,
    )
    notices.tell_of_decisions([decision])
    return decision


@transaction.atomic
def lift(*, block: Block, lifted_by: User | None) -> bool:
    """Let the author post again, whose open appeal against the block is upheld with that.

    False where the block was lifted before.
    """
    now = timezone.now()
    lifted = Block.objects.filter(pk=block.pk, lifted_at__isnull=True).update(
        lifted_at=now, lifted_by=lifted_by
    )
    if not lifted:
        return False
    for appeal in Appeal.objects.open().filter(notice__block=block).select_related("notice"):
        appeal.status, appeal.decided_by, appeal.decided_at = UPHELD, lifted_by, now
        appeal.save(update_fields=["status", "decided_by", "decided_at"])
        notices.tell_of_appeal(appeal)
    return True


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _end(block: Block) -> datetime:
    return block.until or datetime.max.replace(tzinfo=UTC)
