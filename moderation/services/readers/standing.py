"""How things stand now with what an author was told: a notice tells of a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Comment
from moderation.models import Appeal, Block, Notice
from moderation.services.readers.personal_data import ERASED_NAME

Kind = Notice.Kind
Status = Comment.Status

RELATED = (
    "author",
    "comment__article",
    "comment__author",
    "clause",
    "policy_version__policy",
    "block",
    "appeal",
    "decision__undone_by",
    "answers__notice__block",
)
"""What `of` reads of a notice, for it to be read at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are now; `holds` tells whether they are still as the notice says."""

    heading: str
    now: str
    holds: bool


def of(notice: Notice) -> Standing:
    """How things stand now with what `notice` is about."""
    if notice.block:
        return _of_block(notice.block)
    if notice.kind == Kind.WARNED:
        return _of_warning(notice)
    if notice.answers:
        return _of_answer(notice, notice.answers)
    return _of_comment(notice)


def is_erased(comment: Comment) -> bool:
    """Whether the words of `comment` were erased with their author."""
    return not comment.text and comment.author.name == ERASED_NAME


def was_changed_since(notice: Notice) -> bool:
    """Whether the author changed the text after `notice` was given about it."""
    edited_at = notice.comment.edited_at if notice.comment else None
    return edited_at is not None and edited_at > notice.created_at


def newer(notice: Notice) -> Notice | None:
    """The last notice about the same comment, where that is not `notice` itself."""
    if notice.block_id or notice.kind == Kind.WARNED or notice.comment_id is None:
        return None
    last = Notice.objects.about_comments().filter(
        comment=notice.comment_id, author=notice.author_id, pk__gt=notice.pk
    )
    return last.select_related(*RELATED).first()


def _of_block(block: Block) -> Standing:
    if block.lifted_at:
        now = f"It was lifted on {_date(block.lifted_at)}."
        return Standing("Your block was lifted", now, holds=False)
    if block.until and block.until <= timezone.now():
        now = f"It ended on {_date(block.until)}."
        return Standing("Your block has ended", now, holds=False)
    how_long = f"until {_date(block.until)}" if block.until else "any more"
    return Standing(Kind.BLOCKED.label, f"You cannot post comments {how_long}.", holds=True)


def _of_warning(notice: Notice) -> Standing:
    if notice.decision and hasattr(notice.decision, "undone_by"):
        now = "A moderator took it back. It does not count against you."
        return Standing("The warning was taken back", now, holds=False)
    now = "A moderator asks you to mind the discussion policy:"
    return Standing(Kind.WARNED.label, now, holds=True)


def _of_answer(notice: Notice, appeal: Appeal) -> Standing:
    if appeal.status == Appeal.Status.OPEN:
        return Standing(
            "Your appeal is being read again",
            "The decision on it was taken back. A moderator who had no part in the decision that "
            "you appeal against will answer it.",
            holds=False,
        )
    if appeal.notice.block:
        return _of_answer_about_block(appeal, appeal.notice.block)
    upheld = appeal.status == Appeal.Status.UPHELD
    comment, expected = notice.comment, Status.PUBLISHED if upheld else Status.REMOVED
    if comment is None or comment.status != expected or is_erased(comment):
        return _of_comment(notice)
    if upheld:
        now = "The decision is taken back, and your comment is published. " + DOES_NOT_COUNT
        return Standing(Kind.APPEAL_UPHELD.label, now, holds=True)
    now = "Another moderator read your comment and your reasons, and the decision stands."
    return Standing(Kind.APPEAL_REJECTED.label, now, holds=True)


def _of_answer_about_block(appeal: Appeal, block: Block) -> Standing:
    if appeal.status == Appeal.Status.UPHELD:
        return Standing(Kind.APPEAL_UPHELD.label, f"The block is lifted. {DOES_NOT_COUNT}", True)
    now = _of_block(block)
    if not now.holds:
        return now
    stands = "Another moderator read your reasons, and the block stands."
    return Standing(Kind.APPEAL_REJECTED.label, f"{stands} {now.now}", holds=True)


def _of_comment(notice: Notice) -> Standing:
    """What readers see of the comment now, and whether `notice` told just that."""
    comment, kind = notice.comment, Kind(notice.kind)
    if comment is None:
        return Standing(kind.label, "", holds=True)
    if is_erased(comment):
        return Standing("Your comment was erased", "Its words are not kept any more.", False)
    status = Status(comment.status)
    if STATUS_OF[kind] == status:
        return Standing(kind.label, AS_TOLD[status], holds=True)
    if status == Status.PUBLISHED and kind in TOLD_AS_REMOVED:
        heading = "Your appeal was upheld" if _was_upheld(notice) else PUBLISHED_AGAIN
        return Standing(heading, f"The removal was taken back. {READERS_SEE_IT}", holds=False)
    return Standing(*NOW[status], holds=False)


def _was_upheld(notice: Notice) -> bool:
    appeal = getattr(notice, "appeal", None)
    return appeal is not None and appeal.status == Appeal.Status.UPHELD


def _date(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


DOES_NOT_COUNT = "It does not count against you."
READERS_SEE_IT = "Readers see your comment."
PUBLISHED_AGAIN = "Your comment is published again"
TOLD_AS_REMOVED = (Kind.REMOVED, Kind.APPEAL_REJECTED)
STATUS_OF: dict[Kind, Status | None] = {
    Kind.HELD: Status.HELD,
    Kind.REMOVED: Status.REMOVED,
    Kind.PUBLISHED: Status.PUBLISHED,
    Kind.APPEAL_UPHELD: None,
    Kind.APPEAL_REJECTED: None,
}
AS_TOLD = {
    Status.HELD: "Readers do not see your comment yet. A moderator reads it first, and you will be "
    "told what was decided.",
    Status.REMOVED: "Readers do not see your comment.",
    Status.PUBLISHED: "A moderator read your comment, and readers see it.",
}
NOW = {
    Status.HELD: (
        Kind.HELD.label,
        "Readers do not see your comment at the moment. A moderator reads it again, and you will "
        "be told what was decided.",
    ),
    Status.REMOVED: (Kind.REMOVED.label, AS_TOLD[Status.REMOVED]),
    Status.PUBLISHED: (Kind.PUBLISHED.label, READERS_SEE_IT),
}
