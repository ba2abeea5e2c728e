"""Blocking authors from commenting, for a time or permanently."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Author, Comment
from moderation.models import Appeal, Block, Decision, EventKind, Reach
from moderation.services.decisions import decision_log
from moderation.services.events import recording
from moderation.services.readers import notices, origins

UPHELD = Appeal.Status.UPHELD


def block_in_force(author: Author, request: HttpRequest | None = None) -> Block | None:
    """The block that concerns `author`: their own, or another's that reaches the network that
    `request` comes from, or else the e-mail address; the longest of several of a kind.
    """
    network = origins.network_key(request) if request else ""
    reached = Q(author=author) if author.pk else Q(pk__in=())
    if author.email:
        reached |= Q(email_key=origins.email_key(author.email))
    if network:
        reached |= Q(network_key=network)

    def weight(block: Block) -> tuple[bool, bool, datetime]:
        own, near = block.author_id == author.pk, block.network_key == network != ""
        return own, near, block.until or datetime.max.replace(tzinfo=UTC)

    return max(Block.objects.in_force().filter(reached), key=weight, default=None)


def refusal(author: Author, request: HttpRequest | None = None) -> str:
    """Return why `author` may not post now; empty if they may.

    Only blocked authors themselves are told of a block. An e-mail address that anybody can type in
    blocks nobody: a comment with the address of a blocked author is held, as any comment may be.
    """
    block = block_in_force(author, request)
    if block is None:
        return ""
    if block.author_id == author.pk:
        if block.until is None:
            told = _("You are blocked from commenting. Reason: %(reason)s")
            return told % {"reason": block.reason}
        until = date_format(timezone.localtime(block.until), "DATETIME_FORMAT")
        told = _("You are blocked from commenting until %(until)s. Reason: %(reason)s")
        return told % {"until": until, "reason": block.reason}
    if request and block.network_key == origins.network_key(request):
        return _("Your comment cannot be taken at the moment. Please try again later.")
    return ""


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
    """Block `author` until a moment, or permanently if `until` is None.

    `decision` is the desk's decision that the block belongs to; `reach` says what is blocked
    besides the author.
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
    notices.notify_of_block(made)
    recording.record([recording.of_block(EventKind.AUTHOR_BLOCKED, made)])
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
    """Block the author of `comment` because of it, with a decision that can be undone."""
    decision = decision_log.record(
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
def replace(
    *,
    author: Author,
    comment: Comment | None,
    moderator: User,
    reason: str,
    until: datetime | None,
) -> None:
    """Block `author`, because of `comment` if it is given, in place of the blocks in force.

    The former ones end without a word to the author, who is told of the new one.
    """
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    Block.objects.in_force().filter(author=author).update(
        lifted_at=timezone.now(), lifted_by=moderator
    )
    if comment:
        block_for(comment=comment, moderator=moderator, reason=reason, until=until)
    else:
        block(author=author, reason=reason, until=until, blocked_by=moderator)


@transaction.atomic
def warn_for(
    *, comment: Comment, moderator: User, reason: str, batch: UUID | None = None
) -> Decision:
    """Warn the author of `comment`, who gets a notice with the reason."""
    decision = decision_log.record(
        comment=_locked(comment),
        moderator=moderator,
        action=Decision.Action.WARN,
        reason=reason,
        batch=batch,
    )
    notices.notify_of_decisions([decision])
    return decision


@transaction.atomic
def lift(*, block: Block, lifted_by: User | None) -> bool:
    """Lift the author's block, which upholds an open appeal against it.  False if it was lifted
    before.
    """
    now = timezone.now()
    lifted = Block.objects.filter(pk=block.pk, lifted_at__isnull=True).update(
        lifted_at=now, lifted_by=lifted_by
    )
    if not lifted:
        return False
    recording.record([recording.of_block(EventKind.AUTHOR_UNBLOCKED, block)])
    for appeal in Appeal.objects.open().filter(notice__block=block).select_related("notice"):
        appeal.status, appeal.decided_by, appeal.decided_at = UPHELD, lifted_by, now
        appeal.save(update_fields=["status", "decided_by", "decided_at"])
        notices.notify_of_appeal(appeal)
    return True


def _locked(comment: Comment) -> Comment:
    return Comment.objects.select_for_update().get(pk=comment.pk)
