"""Whether an author can currently appeal against a notice."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Notice
from moderation.services.readers import standing


def refusal(notice: Notice) -> str:
    """Why no appeal can be lodged against `notice`; empty if one can."""
    if notice.kind not in Notice.APPEALABLE:
        return _("There is no decision here to appeal against.")
    if Appeal.objects.filter(notice=notice).exists():
        return _appealed_already()
    if notice.block:
        return _refusal_about_block(notice.block)
    if notice.kind == Notice.Kind.REDACTED:
        return _refusal_about_words(notice)
    return _refusal_about_comment(notice, notice.comment)


def _refusal_about_block(block: Block) -> str:
    if block.lifted_at:
        return _("The block was lifted already.")
    if block.until and block.until <= timezone.now():
        return _("The block has ended already.")
    return ""


def _refusal_about_words(notice: Notice) -> str:
    if not standing.is_still_redacted(notice):
        return _("This decision was changed already: these words are not removed any more.")
    lodged = Appeal.objects.filter(
        notice__comment=notice.comment, notice__kind=Notice.Kind.REDACTED
    )
    stands = Decision.objects.standing().filter(comment=notice.comment)[:1]
    if lodged.filter(Q(status=Appeal.Status.OPEN) | Q(decision__in=stands)).exists():
        return _appealed_already()
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
