"""How a comment stands here and in WordPress: the statuses of both, and where one was last seen."""

from datetime import datetime

from articles.models import Comment
from moderation.models import Finding, WordPressComment, WordPressConnection
from moderation.services.connections.wordpress.shapes import RemoteComment, digest
from moderation.services.decisions import concurrency

APPROVED, HOLD, SPAM, TRASH = "approved", "hold", "spam", "trash"
# What WordPress does not tell: it has no such comment any more.
DELETED = "deleted"
# Not among them: `post-trashed`, which comes and goes with the post.
STATUS = {
    APPROVED: Comment.Status.PUBLISHED,
    HOLD: Comment.Status.HELD,
    SPAM: Comment.Status.REMOVED,
    TRASH: Comment.Status.REMOVED,
    DELETED: Comment.Status.REMOVED,
}
# Each hides more than the one before it.
HIDING = (Comment.Status.PUBLISHED, Comment.Status.HELD, Comment.Status.REMOVED)


def first_seen(
    connection: WordPressConnection, comment: Comment, remote: RemoteComment, asked_at: datetime
) -> WordPressComment:
    """The row, not stored yet, of a comment that was found when it was `asked_at`."""
    return WordPressComment(
        connection=connection,
        comment=comment,
        own_id=remote.id,
        posted=remote.posted,
        status=remote.status,
        digest=remote.digest,
        text_digest=digest(comment.text),
        seen_at=asked_at,
    )


def is_same_text(seen: WordPressComment) -> bool:
    """Whether the text here is still the one that WordPress has."""
    return digest(seen.comment.text) == seen.text_digest


def is_same(seen: WordPressComment) -> bool:
    """Whether nothing is to be written to WordPress."""
    return is_same_status(seen) and is_same_text(seen)


def is_same_status(seen: WordPressComment) -> bool:
    """Whether readers of WordPress see of the comment what they see here."""
    return STATUS.get(seen.status) == seen.comment.status


def wanted(comment: Comment) -> str:
    """The status in WordPress that fits the one here; advertising is spam rather than trash."""
    if comment.status == Comment.Status.PUBLISHED:
        return APPROVED
    if comment.status == Comment.Status.HELD:
        return HOLD
    return SPAM if _is_advertising(comment) else TRASH


def lock(seen: WordPressComment) -> WordPressComment:
    """Lock the comment, and load where it was last seen."""
    (comment,) = concurrency.lock([seen.comment_id])
    locked = WordPressComment.objects.select_related("connection__moderator").get(pk=seen.pk)
    locked.comment = comment
    return locked


def _is_advertising(comment: Comment) -> bool:
    """Whether the rule that it was removed under found too many links or the same text again."""
    removed = comment.decisions.filter(status_after=Comment.Status.REMOVED).first()
    if removed is None or removed.clause_id is None:
        return False
    reasons = (Finding.Reason.LINKS, Finding.Reason.REPEATED)
    return comment.findings.filter(clause=removed.clause_id, reason__in=reasons).exists()
