"""Readers' reports: counted once per person, and queued for a moderator."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import limits
from articles.models import Author, Comment
from moderation.models import Clause, Decision, EventKind, Report, ReviewItem
from moderation.services.decisions import cases
from moderation.services.events import recording
from moderation.services.events.recording import Happening

HOUR = timedelta(hours=1)
REPORTS_PER_HOUR = 20
# Reports from this many networks queue a comment again that a moderator approved.
REPORTS_AGAINST_A_PERSON = 3


class ReportRefused(Exception):
    """A report is not accepted; the message tells the reader why."""


def report(
    *,
    comment: Comment,
    reporter: str,
    network: str,
    author: Author | None = None,
    clause: Clause | None = None,
    note: str = "",
) -> bool:
    """Store a reader's report of `comment`; False if the same person reported it before.

    `reporter` and `network` are keyed hashes of the person and of their network: reports from one
    network count once in the queue. Raises ReportRefused if a network sends too many.
    """
    if not limits.allows("reports", network, most=REPORTS_PER_HOUR, within=HOUR):
        raise ReportRefused(_("You have reported many comments. Please try again in an hour."))
    try:
        with transaction.atomic():
            _file(
                Report(
                    comment=comment,
                    clause=clause,
                    note=note,
                    author=author,
                    reporter=reporter,
                    network=network,
                )
            )
    except IntegrityError:
        return False
    return True


def _file(made: Report) -> None:
    Comment.objects.select_for_update().get(pk=made.comment_id)
    known_network = Report.objects.filter(comment=made.comment, network=made.network).exists()
    made.save(force_insert=True)
    told = {"report": made.pk, "clause": made.clause_id}
    recording.record([Happening(EventKind.COMMENT_REPORTED, made.comment_id, told)])
    if not known_network and _is_to_be_read(made.comment):
        cases.open_case(comment=made.comment, queue=ReviewItem.Queue.REPORTED, reports=1)


def _is_to_be_read(comment: Comment) -> bool:
    """One report opens a case; if a moderator approved this very text, it takes several."""
    decided = Decision.objects.standing().by_people().of_current_text()
    approval = decided.filter(comment=comment).first()
    if approval is None:
        return True
    since = Report.objects.filter(comment=comment, reported_at__gt=approval.decided_at)
    return since.values("network").distinct().order_by().count() >= REPORTS_AGAINST_A_PERSON
