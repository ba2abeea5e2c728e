"""The current state of what a notice was about, which may have changed since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Comment
from moderation.models import Appeal, Block, Notice
from moderation.services.readers.personal_data import ERASED_NAME

Kind = Notice.Kind
Status = Comment.Status

# The heading of each kind of notice, and the subject of its e-mail.
HEADINGS = {
    Kind.HELD: gettext_lazy("Your comment is waiting for review"),
    Kind.REMOVED: gettext_lazy("Your comment was removed"),
    Kind.PUBLISHED: gettext_lazy("Your comment is published"),
    Kind.REDACTED: gettext_lazy("Words were removed from your comment"),
    Kind.WARNED: gettext_lazy("A warning from the moderators"),
    Kind.BLOCKED: gettext_lazy("You are blocked from commenting"),
    Kind.APPEAL_UPHELD: gettext_lazy("Your appeal was upheld"),
    Kind.APPEAL_REJECTED: gettext_lazy("Your appeal was rejected"),
}
# What `of` reads of a notice, for `select_related`.
RELATED = (
    "author",
    "comment__article",
    "comment__author",
    "clause__version",
    "policy_version__policy",
    "block",
    "appeal",
    "decision__undone_by",
    "answers__notice__block",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The current state; `holds` tells whether it is still what the notice says."""

    heading: str
    now: str
    holds: bool


def of(notice: Notice) -> Standing:
    """The current state of what `notice` is about."""
    if notice.block:
        return _of_block(notice.block)
    if notice.kind == Kind.WARNED:
        return _of_warning(notice)
    if notice.answers:
        return _of_answer(notice, notice.answers)
    return _of_comment(notice)


def heading(kind: str) -> str:
    """The heading of a notice of this kind."""
    return str(HEADINGS[Kind(kind)])


def is_erased(comment: Comment) -> bool:
    """Whether the text of `comment` was erased with its author."""
    return not comment.text and comment.author.name == ERASED_NAME


def was_changed_since(notice: Notice) -> bool:
    """Whether the author edited the comment after `notice`."""
    edited_at = notice.comment.edited_at if notice.comment else None
    if edited_at is None or (notice.comment and notice.comment.redacted_at == edited_at):
        return False
    return edited_at > notice.created_at


def is_still_redacted(notice: Notice) -> bool:
    """Whether readers see the comment without the words that `notice` is about."""
    comment, decision = notice.comment, notice.decision
    if comment is None or decision is None or comment.redacted_at is None:
        return False
    if hasattr(decision, "undone_by") or comment.status != Status.PUBLISHED:
        return False
    return comment.redacted_at >= decision.decided_at


def newer(notice: Notice) -> Notice | None:
    """The newest notice about the same comment, if it is newer than `notice`."""
    if notice.block_id or notice.kind == Kind.WARNED or notice.comment_id is None:
        return None
    last = Notice.objects.about_comments().filter(
        comment=notice.comment_id, author=notice.author_id, pk__gt=notice.pk
    )
    return last.select_related(*RELATED).first()


def _of_block(block: Block) -> Standing:
    if block.lifted_at:
        now = _("It was lifted on %(when)s.") % {"when": _date(block.lifted_at)}
        return Standing(_("Your block was lifted"), now, holds=False)
    if block.until and block.until <= timezone.now():
        now = _("It ended on %(when)s.") % {"when": _date(block.until)}
        return Standing(_("Your block has ended"), now, holds=False)
    now = _("You cannot post comments.")
    if block.until:
        now = _("You cannot post comments until %(until)s.") % {"until": _date(block.until)}
    return Standing(heading(Kind.BLOCKED), now, holds=True)


def _of_warning(notice: Notice) -> Standing:
    if notice.decision and hasattr(notice.decision, "undone_by"):
        now = _("A moderator withdrew it. It does not count against you.")
        return Standing(_("The warning was withdrawn"), now, holds=False)
    now = _("A moderator asks you to follow the discussion policy:")
    return Standing(heading(Kind.WARNED), now, holds=True)


def _of_answer(notice: Notice, appeal: Appeal) -> Standing:
    if appeal.status == Appeal.Status.OPEN:
        return Standing(
            _("Your appeal is open again"),
            _(
                "The decision on it was reversed. A moderator who had no part in the decision that "
                "you appeal against will answer it."
            ),
            holds=False,
        )
    if appeal.notice.block:
        return _of_answer_about_block(appeal, appeal.notice.block)
    if appeal.notice.kind == Kind.REDACTED and appeal.status == Appeal.Status.REJECTED:
        return _of_rejection_about_words(notice)
    upheld = appeal.status == Appeal.Status.UPHELD
    comment, expected = notice.comment, Status.PUBLISHED if upheld else Status.REMOVED
    if comment is None or comment.status != expected or is_erased(comment):
        return _of_comment(notice)
    if upheld:
        now = _("The decision was reversed, and your comment is published.") + f" {DOES_NOT_COUNT}"
        return Standing(heading(Kind.APPEAL_UPHELD), now, holds=True)
    now = f"{REVIEWED} {STANDS}"
    return Standing(heading(Kind.APPEAL_REJECTED), now, holds=True)


def _of_rejection_about_words(notice: Notice) -> Standing:
    if not is_still_redacted(notice):
        return _of_comment(notice)
    now = f"{REVIEWED} {WITHOUT_THE_WORDS}"
    return Standing(heading(Kind.APPEAL_REJECTED), now, holds=True)


def _of_answer_about_block(appeal: Appeal, block: Block) -> Standing:
    if appeal.status == Appeal.Status.UPHELD:
        lifted = _("The block is lifted.") + f" {DOES_NOT_COUNT}"
        return Standing(heading(Kind.APPEAL_UPHELD), lifted, holds=True)
    now = _of_block(block)
    if not now.holds:
        return now
    stands = _("Another moderator reviewed your reasons. The block stands.")
    return Standing(heading(Kind.APPEAL_REJECTED), f"{stands} {now.now}", holds=True)


def _of_comment(notice: Notice) -> Standing:
    """What readers see of the comment now, and whether `notice` says the same."""
    comment, kind = notice.comment, Kind(notice.kind)
    if comment is None:
        return Standing(heading(kind), "", holds=True)
    if is_erased(comment):
        return Standing(_("Your comment was erased"), _("Its text is no longer stored."), False)
    status = Status(comment.status)
    if kind == Kind.REDACTED and is_still_redacted(notice):
        return Standing(heading(kind), str(WITHOUT_THE_WORDS), holds=True)
    if STATUS_OF[kind] == status:
        return Standing(heading(kind), str(AS_TOLD[status]), holds=True)
    if status == Status.PUBLISHED and kind in TOLD_AS_REMOVED:
        upheld = _was_upheld(notice)
        again = heading(Kind.APPEAL_UPHELD) if upheld else str(PUBLISHED_AGAIN)
        now = _("The removal was reversed.") + f" {READERS_SEE_IT}"
        return Standing(again, now, holds=False)
    told, sees = NOW[status]
    return Standing(str(told), str(sees), holds=False)


def _was_upheld(notice: Notice) -> bool:
    appeal = getattr(notice, "appeal", None)
    return appeal is not None and appeal.status == Appeal.Status.UPHELD


def _date(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


REVIEWED = gettext_lazy("Another moderator reviewed your comment and your reasons.")
STANDS = gettext_lazy("The decision stands.")
DOES_NOT_COUNT = gettext_lazy("It does not count against you.")
WITHOUT_THE_WORDS = gettext_lazy(
    "Readers see your comment without these words. A mark stands where they were."
)
READERS_SEE_IT = gettext_lazy("Readers can see your comment.")
PUBLISHED_AGAIN = gettext_lazy("Your comment is published again")
TOLD_AS_REMOVED = (Kind.REMOVED, Kind.APPEAL_REJECTED)
STATUS_OF: dict[Kind, Status | None] = {
    Kind.HELD: Status.HELD,
    Kind.REMOVED: Status.REMOVED,
    Kind.PUBLISHED: Status.PUBLISHED,
    Kind.REDACTED: None,
    Kind.APPEAL_UPHELD: None,
    Kind.APPEAL_REJECTED: None,
}
AS_TOLD = {
    Status.HELD: gettext_lazy(
        "Readers cannot see your comment yet. A moderator will review it, and we will tell you "
        "the decision."
    ),
    Status.REMOVED: gettext_lazy("Readers cannot see your comment."),
    Status.PUBLISHED: gettext_lazy("A moderator reviewed your comment. Readers can see it."),
}
NOW = {
    Status.HELD: (
        HEADINGS[Kind.HELD],
        gettext_lazy(
            "Readers cannot see your comment at the moment. A moderator will review it again, and "
            "we will tell you the decision."
        ),
    ),
    Status.REMOVED: (HEADINGS[Kind.REMOVED], AS_TOLD[Status.REMOVED]),
    Status.PUBLISHED: (HEADINGS[Kind.PUBLISHED], READERS_SEE_IT),
}
