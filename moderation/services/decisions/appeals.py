"""Appeals: an author's answer to a notice, heard by somebody who had no part in it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Appeal, Block, Clause, Decision, Notice, ReviewItem
from moderation.services.decisions import blocking, deciding, hearings, seeing
from moderation.services.desk import queue
from moderation.services.policy import citing, policies
from moderation.services.readers import notices, standing


class AppealRefused(Exception):
    """There is nothing to appeal against (any more); the message tells the author why."""


@transaction.atomic
def lodge(*, notice: Notice, text: str) -> Appeal:
    """File the author's appeal against `notice`, once, and put its comment into the queue.

    Raises AppealRefused where the notice is of a kind that decides nothing,
    was appealed against already, or no longer holds.
    """
    if notice.comment_id:  # first, as everybody who decides does
        seeing.lock([notice.comment_id])
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if reason := refusal(notice):
        raise AppealRefused(reason)
    appeal = Appeal.objects.create(notice=notice, text=text)
    if notice.kind == Notice.Kind.REMOVED and notice.comment:
        queue.open_case(comment=notice.comment, queue=ReviewItem.Queue.APPEALS)
    return appeal


def refusal(notice: Notice) -> str:
    """Why no appeal can be lodged against `notice`; empty where one can."""
    if notice.kind not in Notice.APPEALABLE:
        return _("There is no decision here to appeal against.")
    if Appeal.objects.filter(notice=notice).exists():
        return _appealed_already()
    if notice.block:
        return _refusal_about_block(notice.block)
    return _refusal_about_comment(notice, notice.comment)


def _refusal_about_block(block: Block) -> str:
    if block.lifted_at:
        return _("The block was lifted already.")
    if block.until and block.until <= timezone.now():
        return _("The block has ended already.")
    return ""


def _refusal_about_comment(notice: Notice, comment: Comment | None) -> str:
    if comment is None or comment.status != Comment.Status.REMOVED:
        return _("This decision was changed already: the comment is not removed any more.")
    if standing.is_erased(comment):
        return _("The comment was erased: there is nothing left to restore.")
    about = Notice.objects.filter(comment=comment, kind=Notice.Kind.REMOVED)
    if about.filter(pk__gt=notice.pk).exists():
        return _("The comment was removed anew since, and you were told why.")
    lodged = Appeal.objects.filter(notice__in=about)
    stands = Decision.objects.standing().filter(comment=comment)[:1]
    if lodged.filter(Q(status=Appeal.Status.OPEN) | Q(decision__in=stands)).exists():
        return _appealed_already()
    return ""


def _appealed_already() -> str:
    return _("You have appealed already. You find the answer here.")


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
        seeing.lock([appeal.notice.comment_id])
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if Appeal.objects.filter(hearings.against(moderator), pk=appeal.pk).exists():
        raise hearings.NotIndependentError
    notice, comment = appeal.notice, appeal.notice.comment
    if appeal.status != Appeal.Status.OPEN:
        raise AppealRefused(_("This appeal was decided meanwhile."))
    if notice.kind == Notice.Kind.BLOCKED or comment is None:
        return _decide_block(appeal, moderator, uphold, answer)
    deciding.decide(
        comment=comment,
        moderator=moderator,
        action=Decision.Action.APPROVE if uphold else Decision.Action.REMOVE,
        seen_as=deciding.seen(comment),
        clause=None if uphold else _clause_that_stands(notice),
        note=answer,
    )
    appeal.refresh_from_db()
    return appeal


def _decide_block(appeal: Appeal, moderator: User, uphold: bool, answer: str) -> Appeal:
    appeal.status = Appeal.Status.UPHELD if uphold else Appeal.Status.REJECTED
    appeal.decided_by = moderator
    appeal.decided_at = timezone.now()
    appeal.answer = answer
    appeal.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    if uphold and appeal.notice.block:
        blocking.lift(block=appeal.notice.block, lifted_by=moderator)
    notices.tell_of_appeal(appeal)
    return appeal


def _clause_that_stands(notice: Notice) -> Clause | None:
    """The rule in force that says what the removal was for; None where it was for none."""
    if notice.clause is None or notice.comment is None:
        return None
    version = policies.current_version(notice.comment.article)
    clause = citing.successor(notice.clause, version.clauses.all() if version else [])
    if clause is None:
        raise AppealRefused(
            _(
                "The rule that this was removed for, “%(quote)s”, is not in force any more. Uphold "
                "the appeal, or open the comment and remove it for a rule that is in force."
            )
            % {"quote": notice.clause.quote}
        )
    return clause
