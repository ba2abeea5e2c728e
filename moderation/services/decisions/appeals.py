"""Appeals: authors contest a notice, and a moderator who was not involved decides."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Appeal, Clause, Decision, EventKind, Notice, PolicyVersion, ReviewItem
from moderation.services.decisions import (
    appeal_settlement,
    blocking,
    cases,
    concurrency,
    deciding,
    redacting,
)
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.events import recording
from moderation.services.judging.succession import successor
from moderation.services.readers import appealing, notices


class AppealRefused(Exception):
    """The notice cannot be appealed against (any more); the message tells the author why."""


@transaction.atomic
def lodge(*, notice: Notice, text: str) -> Appeal:
    """Store the author's appeal against `notice`, and queue its comment.

    Raises AppealRefused if the notice is of a kind without a decision, was appealed against before,
    or no longer holds.
    """
    if notice.comment_id:  # first, as everybody who decides does
        concurrency.lock([notice.comment_id])
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if reason := appealing.refusal(notice):
        raise AppealRefused(reason)
    appeal = Appeal.objects.create(notice=notice, text=text)
    if notice.kind in appeal_settlement.ABOUT_COMMENTS and notice.comment:
        cases.open_case(comment=notice.comment, queue=ReviewItem.Queue.APPEALS)
    recording.record([recording.of_appeal(EventKind.APPEAL_MADE, appeal)])
    return appeal


@transaction.atomic
def decide(*, appeal: Appeal, moderator: User, uphold: bool, answer: str) -> Appeal:
    """Uphold or reject `appeal`, with an answer for its author.

    Upholding restores the comment and the author's record, and lifts the
    block; rejecting cites the rule of the removal as it is in force now.
    Raises NotIndependentError for whoever decided against the author before,
    and AppealRefused where the appeal was decided meanwhile, or is rejected
    for a rule that is no more.
    """
    if appeal.notice.comment_id:  # first, as everybody who decides does
        concurrency.lock([appeal.notice.comment_id])
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if Appeal.objects.filter(appeal_settlement.against(moderator), pk=appeal.pk).exists():
        raise appeal_settlement.NotIndependentError
    notice, comment = appeal.notice, appeal.notice.comment
    if appeal.status != Appeal.Status.OPEN:
        raise AppealRefused(_("This appeal was decided meanwhile."))
    if notice.kind == Notice.Kind.BLOCKED or comment is None:
        return _decide_block(appeal, moderator, uphold, answer)
    if notice.kind == Notice.Kind.REDACTED and not uphold:
        _keep_redacted(notice, comment, moderator, answer)
        appeal.refresh_from_db()
        return appeal
    deciding.decide(
        comment=comment,
        moderator=moderator,
        action=Decision.Action.APPROVE if uphold else Decision.Action.REMOVE,
        version_token=version_token_of(comment),
        clause=None if uphold else _clause_that_stands(notice),
        note=answer,
    )
    appeal.refresh_from_db()
    return appeal


def _keep_redacted(notice: Notice, comment: Comment, moderator: User, answer: str) -> None:
    try:
        redacting.restate(
            comment=comment,
            moderator=moderator,
            clause=_clause_that_stands(notice),
            note=answer,
        )
    except redacting.RedactionRefused as refused:
        raise AppealRefused(str(refused)) from refused


def _decide_block(appeal: Appeal, moderator: User, uphold: bool, answer: str) -> Appeal:
    appeal.status = Appeal.Status.UPHELD if uphold else Appeal.Status.REJECTED
    appeal.decided_by = moderator
    appeal.decided_at = timezone.now()
    appeal.answer = answer
    appeal.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    if uphold and appeal.notice.block:
        blocking.lift(block=appeal.notice.block, lifted_by=moderator)
    notices.notify_of_appeal(appeal)
    recording.record([recording.of_appeal(EventKind.APPEAL_ANSWERED, appeal)])
    return appeal


def _clause_that_stands(notice: Notice) -> Clause | None:
    """Return the clause in force that corresponds to the removal's; None if it cited none."""
    if notice.clause is None or notice.comment is None:
        return None
    version = PolicyVersion.objects.current_version(notice.comment.article)
    clause = successor(notice.clause, version.clauses.all() if version else [])
    if clause is None:
        raise AppealRefused(
            _(
                "The rule that this was removed for, “%(quote)s”, is not in force any more. Uphold "
                "the appeal, or open the comment and remove it for a rule that is in force."
            )
            % {"quote": notice.clause.quote}
        )
    return clause
