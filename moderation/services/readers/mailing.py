"""E-mail to authors who gave an address."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from articles.addresses import email_key
from moderation.models import Notice
from moderation.services.decisions import appeals
from moderation.services.readers import standing

logger = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""A slip that is undone within this time is never written about."""

NEWS = timedelta(days=3)
"""What could not be sent for so long is not sent any more: it stands on the site."""

LETTERS_A_DAY = 10
"""Whoever gives somebody else's address cannot have them flooded: the rest stands on the site."""

PERMANENT = 500
"""The least code with which a mail server refuses for good."""

DAY = timedelta(days=1)
LOCAL_HOSTS = {None, "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 -- nothing is bound
PRINTING = {
    "moderation.services.readers.printing.EmailBackend",
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}


class MailNotSetUpError(Exception):
    """No letter can go out; the message names the settings that are missing."""


def unset() -> list[str]:
    """The settings without which no letter reaches anybody, or its links lead nowhere."""
    missing = {
        "EMAIL_URL": is_printed(),
        "SITE_URL": urlsplit(settings.SITE_URL).hostname in LOCAL_HOSTS,
        "DEFAULT_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL.strip(" >").endswith("@localhost"),
    }
    return [name for name, is_missing in missing.items() if is_missing]


def is_printed() -> bool:
    """Whether letters are only printed, as in the demo."""
    return settings.EMAIL_BACKEND in PRINTING


def due() -> QuerySet[Notice]:
    """Notices to write about now."""
    now = timezone.now()
    return Notice.objects.unsent().filter(created_at__range=(now - NEWS, now - GRACE))


def send_due(*, limit: int = 1000) -> int:
    """Write to the authors of notices that are due, and return how many letters went out.

    What does not stand any more is not written about.  Of several notices
    about one comment only the newest goes out, and of those about a measure
    against its author another.  Whatever cannot be sent stays due, for the
    next run.  Raises MailNotSetUpError, and leaves everything due, where
    letters would go nowhere.
    """
    if (missing := unset()) and not settings.DEMO:
        raise MailNotSetUpError(f"Nothing was sent. Set {', '.join(missing)}: docs/settings.md.")
    notices = list(_with_what_is_told(due()).order_by("id")[:limit])
    newest = {_subject(notice): notice for notice in notices if _is_news(notice)}
    _pass_over(notice.pk for notice in notices if notice not in newest.values())
    if not newest:
        return 0
    connection = get_connection()
    sent = [notice for notice in newest.values() if _send(notice, connection)]
    return len(sent)


def _with_what_is_told(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.select_related(*standing.RELATED, "decision__undoes__notice")


def _subject(notice: Notice) -> tuple[int, bool]:
    """What a notice is about: a comment, or a measure against its author."""
    about = notice.answers.notice if notice.answers else notice
    measure = about.kind in (Notice.Kind.WARNED, Notice.Kind.BLOCKED)
    return notice.comment_id or -notice.pk, measure


def _is_news(notice: Notice) -> bool:
    """Whether things are as `notice` says, and its author was not told just that before.

    An undo is news to those who were written to about what it takes back, or appealed.
    """
    if not standing.of(notice).holds:
        return False
    undone = notice.decision.undoes if notice.decision else None
    return undone is None or bool(notice.answers_id) or undone.notice.emailed_at is not None


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Claim `notice` before it is sent, so that two runs at once do not write twice."""
    recipient = email_key(notice.author.email)
    # Columns of its own only: what a subquery found is not looked at again after a wait.
    claimed = Notice.objects.filter(
        pk=notice.pk, emailed_at__isnull=True, passed_over_at__isnull=True
    )
    if not claimed.update(emailed_at=timezone.now(), recipient_key=recipient):
        return False
    if _has_had_enough(recipient):
        _give_back(notice)
        _pass_over([notice.pk])
        return False
    try:
        message_of(notice, connection).send()
    except (OSError, SMTPException, ValueError) as error:
        # The error's own words may hold the address.
        logger.error("Notice %d could not be sent: %s", notice.pk, type(error).__name__)
        _give_back(notice)
        if _is_no_mailbox(error):
            _pass_over([notice.pk])
        return False
    return True


def _is_no_mailbox(error: Exception) -> bool:
    """Whether trying again is no use: no address, or one that the mail server does not know."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def _has_had_enough(recipient: str) -> bool:
    """Whether the mailbox has had its letters, the claimed one among them.

    Whoever claims last sees all other claims, so two runs at once cannot
    both take the last place.
    """
    claimed = Notice.objects.filter(recipient_key=recipient, emailed_at__gte=timezone.now() - DAY)
    return claimed.count() > LETTERS_A_DAY


def _give_back(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(emailed_at=None, recipient_key="")


def _pass_over(notices: Iterable[int]) -> None:
    Notice.objects.filter(pk__in=list(notices)).update(passed_over_at=timezone.now())


def message_of(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The letter.  It has no word of the comment: the address may be somebody else's."""
    now = standing.of(notice)
    context = {
        "notice": notice,
        "standing": now,
        "url": urljoin(settings.SITE_URL, notice.get_absolute_url()),
        "appealable": not appeals.refusal(notice),
        "site_name": settings.SITE_NAME,
    }
    return EmailMessage(
        subject=f"{settings.SITE_NAME}: {now.heading}",
        body=render_to_string("discussion/notice_email.txt", context),
        to=[notice.author.email],
        connection=connection,
    )
