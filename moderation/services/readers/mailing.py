"""E-mail to authors who gave an address."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone

from moderation.models import Notice

logger = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""A slip that is undone within this time is never written about."""

NEWS = timedelta(days=3)
"""What could not be sent for so long is not sent any more: it stands on the site."""

LETTERS_A_DAY = 10
"""Whoever gives somebody else's address cannot have them flooded: the rest stands on the site."""


def send_due(*, limit: int = 1000) -> int:
    """Write to the authors of notices that are due, and return how many were sent.

    Of several notices about one comment only the newest goes out.  Whatever
    cannot be sent stays due, for the next run.
    """
    now = timezone.now()
    due = Notice.objects.unsent().filter(created_at__range=(now - NEWS, now - GRACE))
    told_of = due.select_related("author", "comment__article", "clause")
    notices = list(told_of.order_by("id")[:limit])
    newest = {(notice.comment_id or -notice.pk): notice for notice in notices}
    if not newest:
        return 0
    connection = get_connection()
    sent = [notice for notice in newest.values() if _send(notice, connection)]
    outdated = [notice.pk for notice in notices if notice not in newest.values()]
    Notice.objects.filter(pk__in=outdated).update(emailed_at=timezone.now())
    return len(sent)


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Claim `notice` before it is sent, so that two runs at once do not write twice."""
    claimed = Notice.objects.unsent().filter(pk=notice.pk)
    if _has_had_enough(notice.author.email) or not claimed.update(emailed_at=timezone.now()):
        return False
    try:
        message_of(notice, connection).send()
    except (OSError, SMTPException, ValueError):  # ValueError: an address that is none
        logger.exception("Notice %d could not be sent", notice.pk)
        Notice.objects.filter(pk=notice.pk).update(emailed_at=None)
        return False
    return True


def _has_had_enough(address: str) -> bool:
    since = timezone.now() - timedelta(days=1)
    sent = Notice.objects.filter(author__email=address, emailed_at__gte=since)
    return sent.count() >= LETTERS_A_DAY


def message_of(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The letter.  It has no word of the comment: the address may be somebody else's."""
    context = {
        "notice": notice,
        "url": urljoin(settings.SITE_URL, notice.get_absolute_url()),
        "appealable": notice.kind in Notice.APPEALABLE,
        "site_name": settings.SITE_NAME,
    }
    return EmailMessage(
        subject=f"{settings.SITE_NAME}: {notice.get_kind_display()}",
        body=render_to_string("discussion/notice_email.txt", context),
        to=[notice.author.email],
        connection=connection,
    )
