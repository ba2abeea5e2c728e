"""E-mails to readers who reported a comment as illegal: the receipt, and the answer."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import emails, limits, site_url
from articles.addresses import email_key
from articles.emails import Outcome
from moderation.models import LegalReport
from moderation.services.readers import mailing

ANSWERED = (LegalReport.Status.ANSWERED, LegalReport.Status.REVIEWED)


def send_due() -> int:
    """Send the receipts and answers that are due, and return how many were sent.

    An answer waits as long as a notice to an author, so that a slip can be undone.  What cannot be
    sent stays due for some days.  The caller checks that e-mail is set up.
    """
    now = timezone.now()
    connection = get_connection()
    with_address = LegalReport.objects.exclude(email="").select_related("comment__article")
    receipts = with_address.filter(
        receipt_emailed_at__isnull=True, reported_at__gte=now - mailing.SENT_WITHIN
    )
    answered = with_address.filter(
        status__in=ANSWERED,
        answer_emailed_at__isnull=True,
        answered_at__range=(now - mailing.SENT_WITHIN, now - mailing.GRACE),
    )
    return _send_all(receipts, "receipt_emailed_at", connection) + _send_all(
        answered.select_related("decision__clause", "review__clause"),
        "answer_emailed_at",
        connection,
    )


def _send_all(due: QuerySet[LegalReport], column: str, connection: BaseEmailBackend) -> int:
    return sum(_send(report, column, connection) for report in due.order_by("pk")[:1000])


def _send(report: LegalReport, column: str, connection: BaseEmailBackend) -> bool:
    """Claim `report`, then send it, so that concurrent runs do not send it twice."""
    claimed = LegalReport.objects.filter(pk=report.pk, **{f"{column}__isnull": True})
    if not claimed.update(**{column: timezone.now()}):
        return False
    mailbox, most = email_key(report.email), mailing.EMAILS_PER_DAY
    if not limits.allows("legal e-mails", mailbox, most=most, within=mailing.DAY):
        return False
    message = message_of(report, connection, is_answer=column == "answer_emailed_at")
    outcome = emails.send(message, f"Legal report {report.pk} was not answered")
    if outcome is Outcome.FAILED:
        LegalReport.objects.filter(pk=report.pk).update(**{column: None})
    return outcome is Outcome.SENT


def message_of(
    report: LegalReport, connection: BaseEmailBackend | None = None, *, is_answer: bool
) -> EmailMessage:
    """The e-mail in the site's language.

    It is without the text of the comment: the address may be somebody else's.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Decision on your report") if is_answer else _("We have received your report")
        context = {
            "report": report,
            "is_answer": is_answer,
            "url": site_url.whole(report.get_absolute_url()),
        }
        return EmailMessage(
            subject=f"{settings.SITE_NAME}: {subject}",
            body=render_to_string("discussion/legal_email.txt", context),
            to=[report.email],
            connection=connection,
        )
