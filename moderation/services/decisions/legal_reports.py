"""Reports that a comment is illegal: filing, answering with a decision, contesting the answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import limits
from articles.models import Author, Comment
from moderation.models import Decision, LegalReport, ReviewItem
from moderation.services.decisions import cases
from moderation.services.events import recording

HOUR = timedelta(hours=1)
REPORTS_PER_HOUR = 20
Status = LegalReport.Status


class LegalReportRefused(Exception):
    """A report or an objection is not accepted; the message tells the reporter why."""


def file(
    *,
    comment: Comment,
    reporter: str,
    network: str,
    explanation: str,
    name: str = "",
    email: str = "",
    author: Author | None = None,
) -> tuple[LegalReport, bool]:
    """Store a report that `comment` is illegal, and put its case ahead of the others.

    The reporter has stated that it is made in good faith.  Returns the report, and whether it is
    new: a person's second report of a comment changes nothing.  Raises LegalReportRefused if a
    network sends too many.
    """
    if not limits.allows("legal reports", network, most=REPORTS_PER_HOUR, within=HOUR):
        raise LegalReportRefused(_("You have reported many comments. Please try again in an hour."))
    made = LegalReport(
        comment=comment,
        reporter=reporter,
        network=network,
        explanation=explanation,
        name=name,
        email=email,
        author=author,
        good_faith_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            Comment.objects.select_for_update().get(pk=comment.pk)
            made.save(force_insert=True)
            _open_case(comment)
            _tell([made])
    except IntegrityError:
        return LegalReport.objects.get(comment=comment, reporter=reporter), False
    return made, True


@transaction.atomic
def contest(*, report: LegalReport, objection: str) -> LegalReport:
    """Contest the answer to `report`, once: its comment waits for a moderator who had no part.

    Raises LegalReportRefused if it was not answered, was granted, or was contested before.
    """
    Comment.objects.select_for_update().get(pk=report.comment_id)
    locked = LegalReport.objects.select_for_update(of=("self",)).select_related("decision")
    report = locked.get(pk=report.pk)
    if report.status != Status.ANSWERED or report.contested_at or report.is_granted:
        raise LegalReportRefused(_("There is no answer here that you can contest (any more)."))
    report.status, report.objection = Status.CONTESTED, objection
    report.contested_at, report.answer_emailed_at = timezone.now(), None
    report.save(update_fields=["status", "objection", "contested_at", "answer_emailed_at"])
    _open_case(report.comment)
    _tell([report])
    return report


def answer(decisions: Sequence[Decision], items: Iterable[ReviewItem]) -> None:
    """Answer the open reports about the comments of those `items` that have some."""
    reported = {item.comment_id for item in items if item.legal_reports}
    if not reported:
        return
    made = {decision.comment_id: decision for decision in decisions}
    waiting = LegalReport.objects.filter(
        comment__in=reported & set(made), status__in=LegalReport.OPEN
    )
    answered = list(waiting.select_related("decision", "review").order_by("pk"))
    for report in answered:
        report.answered_at = timezone.now()
        if report.status == Status.CONTESTED:
            report.status, report.review = Status.REVIEWED, made[report.comment_id]
        else:
            report.status, report.decision = Status.ANSWERED, made[report.comment_id]
    LegalReport.objects.bulk_update(answered, ["status", "decision", "review", "answered_at"])
    _tell(answered)


def take_back(decisions: Sequence[Decision]) -> None:
    """Open the reports again that `decisions`, now undone, had answered."""
    unsent = {"answer_emailed_at": None, "answered_at": None}
    about = LegalReport.objects.filter(Q(decision__in=decisions) | Q(review__in=decisions))
    concerned = list(about.values_list("pk", flat=True))
    about.filter(review__in=decisions).update(status=Status.CONTESTED, review=None, **unsent)
    about.filter(decision__in=decisions).exclude(status=Status.REVIEWED).update(
        status=Status.RECEIVED, decision=None, **unsent
    )
    _tell(LegalReport.objects.filter(pk__in=concerned).order_by("pk"))


def contested_against(moderator: User, comments: Iterable[Comment]) -> QuerySet[LegalReport, int]:
    """The ids of those `comments` whose reporter contests a decision of `moderator`."""
    contested = LegalReport.objects.filter(
        comment__in=comments, status=Status.CONTESTED, decision__moderator=moderator
    )
    return contested.order_by().values_list("comment_id", flat=True)


def _tell(reports: Iterable[LegalReport]) -> None:
    recording.record(recording.of_legal_report(report) for report in reports)


def _open_case(comment: Comment) -> None:
    comment.refresh_from_db(fields=["status"])
    cases.open_case(comment=comment, queue=ReviewItem.Queue.REPORTED, reports=1, legal_reports=1)
