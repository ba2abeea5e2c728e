"""The effects of decisions on open appeals: who may decide them, closing, reopening."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, EventKind, Notice
from moderation.services.decisions import blocking, legal_reports
from moderation.services.events import recording

APPEALED_ACTIONS = (
    Decision.Action.REMOVE,
    Decision.Action.REDACT,
    Decision.Action.WARN,
    Decision.Action.BLOCK,
)
# Notices about a comment itself that can be appealed against.
ABOUT_COMMENTS = (Notice.Kind.REMOVED, Notice.Kind.REDACTED)


class NotIndependentError(Exception):
    """A moderator may not decide an appeal against a decision of their own."""

    def __init__(self) -> None:
        super().__init__(_("A decision of yours is contested: another moderator must decide."))


def against(moderator: User) -> Q:
    """Appeals about a comment or a block that `moderator` decided against the author."""
    decided = Q(
        notice__comment__decisions__moderator=moderator,
        notice__comment__decisions__action__in=APPEALED_ACTIONS,
    )
    return decided | Q(notice__block__blocked_by=moderator)


def check_independence(comments: Iterable[Comment], moderator: User) -> None:
    """Raise NotIndependentError where `moderator` may not decide an appeal about `comments`."""
    if appealed_against(moderator, comments):
        raise NotIndependentError


def appealed_against(moderator: User, comments: Iterable[Comment]) -> set[int]:
    """Return the ids of the `comments` with an open appeal against `moderator`, or whose reporter
    contests a decision of theirs.
    """
    comments = list(comments)
    # Whom appeals are against takes many tables; hardly any comment has one.
    appeals = list(_open(comments).order_by().values_list("pk", flat=True))
    heard = set(legal_reports.contested_against(moderator, comments))
    if appeals:
        own = Appeal.objects.filter(against(moderator), pk__in=appeals).order_by()
        heard |= set(own.values_list("notice__comment", flat=True))
    return heard


def close_appeals(decisions: Sequence[Decision]) -> dict[int, Appeal]:
    """Close the open appeals that `decisions` answer, and return them by comment id.

    The decision's note is the answer that the author reads.
    """
    open_appeals = {
        appeal.notice.comment_id: appeal for appeal in _open(d.comment for d in decisions)
    }
    heard = {
        decision.comment_id: _close(appeal, decision)
        for decision in decisions
        if (appeal := open_appeals.get(decision.comment_id))
    }
    Appeal.objects.bulk_update(
        heard.values(), ["status", "decision", "decided_by", "decided_at", "answer"]
    )
    recording.record(
        recording.of_appeal(EventKind.APPEAL_ANSWERED, appeal) for appeal in heard.values()
    )
    return heard


def lift_blocks(appeals: Iterable[Appeal]) -> None:
    """Lift the blocks that the upheld `appeals` are against."""
    for appeal in appeals:
        if appeal.status == Appeal.Status.UPHELD:
            blocks = Block.objects.in_force().filter(decision__comment=appeal.notice.comment_id)
            for block in blocks:
                blocking.lift(block=block, lifted_by=appeal.decided_by)


def to_restore(comments: Iterable[Comment], appeals: Mapping[int, Appeal]) -> list[Comment]:
    """The comments whose original text an upheld appeal restores; `appeals` by comment id."""
    upheld = {
        pk
        for pk, appeal in appeals.items()
        if appeal.status == Appeal.Status.UPHELD and appeal.notice.kind == Notice.Kind.REDACTED
    }
    return [comment for comment in comments if comment.pk in upheld]


def reopen(decisions: Sequence[Decision]) -> None:
    """Reopen the appeals that `decisions`, now undone, had closed."""
    Appeal.objects.filter(decision__in=decisions).update(
        status=Appeal.Status.OPEN, decision=None, decided_by=None, decided_at=None, answer=""
    )


def _open(comments: Iterable[Comment]) -> QuerySet[Appeal]:
    """Open appeals about the comments themselves.  An appeal against a block alone is decided
    apart.
    """
    return (
        Appeal.objects.open()
        .filter(notice__comment__in=comments, notice__kind__in=ABOUT_COMMENTS)
        .select_related("notice")
    )


def _close(appeal: Appeal, decision: Decision) -> Appeal:
    published = decision.status_after == Comment.Status.PUBLISHED
    upheld = published and decision.action != Decision.Action.REDACT
    appeal.status = Appeal.Status.UPHELD if upheld else Appeal.Status.REJECTED
    appeal.decision = decision
    appeal.decided_by = decision.moderator
    appeal.decided_at = timezone.now()
    appeal.answer = decision.note
    return appeal
