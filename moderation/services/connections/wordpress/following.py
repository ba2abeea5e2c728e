"""Takes over what was changed in WordPress: statuses, texts and deletions.

A status or text there that differs from what was last seen, and that was not written from here,
was changed there.  Of two changes the later one stands.  WordPress does not tell when a comment
was changed: where the order cannot be known, it is a conflict, which is listed.
"""

from datetime import datetime
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from articles.text import has_something_to_read
from moderation.models import (
    Decision,
    Finding,
    ReviewItem,
    WordPressComment,
    WordPressConflict,
)
from moderation.services.connections import editing
from moderation.services.connections.wordpress import filing, standing
from moderation.services.connections.wordpress.shapes import RemoteComment, digest
from moderation.services.connections.wordpress.standing import DELETED, HIDING, STATUS
from moderation.services.decisions import cases, deciding, internal_notes
from moderation.services.events import recording
from moderation.services.judging import scoring
from moderation.services.transfer import source_decisions

ACTION = {
    Comment.Status.PUBLISHED: Decision.Action.APPROVE,
    Comment.Status.REMOVED: Decision.Action.REMOVE,
}
Side: TypeAlias = WordPressConflict.Side
Subject: TypeAlias = WordPressConflict.Subject


def is_changed(seen: WordPressComment, remote: RemoteComment) -> bool:
    """Whether a comment is not in WordPress as it was last seen."""
    return (remote.status, remote.digest) != (seen.status, seen.digest)


@transaction.atomic
def follow(seen: WordPressComment, remote: RemoteComment, asked_at: datetime) -> None:
    """Bring a comment to where it stands in WordPress, as that was told when it was `asked_at`."""
    seen = standing.lock(seen)
    # What was asked before something was written is out of date.
    if asked_at <= seen.seen_at or remote.status not in STATUS or seen.comment.author.erased_at:
        return
    if _is_edited(seen, remote):
        _take_text(seen, remote)
    elif remote.status not in (seen.status, seen.written):
        _take_status(seen, remote.status)
    note(seen, remote, asked_at)


@transaction.atomic
def end(seen: WordPressComment) -> None:
    """Take over that WordPress has a comment no more."""
    seen = standing.lock(seen)
    if seen.comment.status != Comment.Status.REMOVED and not seen.comment.author.erased_at:
        _settle(seen, Decision.Action.REMOVE, _("Deleted in WordPress."))
    _update(seen, status=DELETED, written="", seen_at=timezone.now())


def note(seen: WordPressComment, remote: RemoteComment, moment: datetime) -> None:
    """Store how a comment stands in WordPress at a moment."""
    _update(seen, status=remote.status, digest=remote.digest, written="", seen_at=moment)


def _update(seen: WordPressComment, **changed: object) -> None:
    WordPressComment.objects.filter(pk=seen.pk).update(**changed)


def _is_edited(seen: WordPressComment, remote: RemoteComment) -> bool:
    """Whether the text was changed there; a text that was written from here may not be stored as
    such yet.
    """
    return remote.digest != seen.digest and _words(remote.text) != _words(seen.comment.text)


def _words(text: str) -> list[str]:
    return text.split()


def _take_text(seen: WordPressComment, remote: RemoteComment) -> None:
    """Take over a new text, which ends what was decided about the former one, and judge it."""
    comment = seen.comment
    if not standing.is_same_text(seen) or _decided_unseen(seen):
        _conflict(seen, Subject.TEXT, remote.status, Side.THERE)
    if not has_something_to_read(remote.text):
        return
    editing.replace_text(comment, remote.text, STATUS[remote.status])
    _update(seen, text_digest=digest(comment.text), original="")
    if comment.status == Comment.Status.REMOVED:
        _settle(seen, Decision.Action.REMOVE, _("Removed in WordPress."))
        scoring.score([comment])
    else:
        filing.judge(seen.connection, [comment])


def _take_status(seen: WordPressComment, status: str) -> None:
    """Decide as it was decided in WordPress, unless what was decided here stands."""
    comment, theirs = seen.comment, STATUS[status]
    if theirs == comment.status:
        return
    if _decided_unseen(seen):
        here_stands = HIDING.index(comment.status) > HIDING.index(theirs)
        _conflict(seen, Subject.STATUS, status, Side.HERE if here_stands else Side.THERE)
        if here_stands:
            recording.record([recording.of_status(comment.pk, comment.status)])
            return
    if action := ACTION.get(theirs):
        _settle(seen, action, _("Decided in WordPress."))
    else:
        _withhold(comment)


def _settle(seen: WordPressComment, action: Decision.Action, why: str) -> None:
    deciding.settle([seen.comment], seen.connection.moderator, action, clauses={}, note=why)


def _withhold(comment: Comment) -> None:
    """Hold a comment that was taken back in WordPress, until a person decides."""
    comment.status, comment.featured_at = Comment.Status.HELD, None
    comment.save(update_fields=["status", "featured_at"])
    if not comment.findings.filter(reason=Finding.Reason.WITHHELD).exists():
        source_decisions.keep_withheld([comment])
    cases.open_case(comment=comment, queue=ReviewItem.Queue.NEEDS_REVIEW)
    recording.record([recording.of_status(comment.pk, comment.status)])


def _decided_unseen(seen: WordPressComment) -> bool:
    """Whether a person decided here after the comment was last seen in WordPress, where that is
    not to be seen yet.
    """
    if standing.is_same(seen):
        return False
    people = Decision.objects.filter(comment=seen.comment, moderator__isnull=False)
    own = people.exclude(moderator=seen.connection.moderator)
    return own.filter(decided_at__gt=seen.seen_at).exists()


def _conflict(seen: WordPressComment, subject: Subject, status: str, stands: Side) -> None:
    """List that both sides changed a comment, and tell the moderators on its card."""
    comment = seen.comment
    WordPressConflict.objects.create(
        connection=seen.connection,
        comment=comment,
        subject=subject,
        here=comment.status,
        there=status,
        stands=stands,
    )
    internal_notes.write(
        comment=comment,
        written_by=seen.connection.moderator,
        text=_told(subject, stands),
        on_author=False,
    )


def _told(subject: Subject, stands: Side) -> str:
    if subject == Subject.TEXT:
        return _(
            "This comment was changed in WordPress before what was decided here arrived there. "
            "The new text was judged: please decide again."
        )
    if stands == Side.HERE:
        return _(
            "This comment was decided here and in WordPress at the same time. "
            "The decision here hides more, and stands."
        )
    return _(
        "This comment was decided here and in WordPress at the same time. "
        "The decision in WordPress hides more, and stands."
    )
