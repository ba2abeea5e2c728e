"""E-mail to authors who gave an address."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

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


def send_due(*, limit: int = 1000) -> int:
    """Write to the authors of notices that are due, and return how many were sent.

    What does not stand any more is not written about.  Of several notices
    about one comment only the newest goes out, and of those about a measure
    against its author another.  Whatever cannot be sent stays due, for the
    next run.
    """
    now = timezone.now()
    due = Notice.objects.unsent().filter(created_at__range=(now - NEWS, now - GRACE))
    notices = list(_with_what_is_told(due).order_by("id")[:limit])
    newest = {_subject(notice): notice for notice in notices if _is_news(notice)}
    if not newest:
        return 0
    connection = get_connection()
    sent = [notice for notice in newest.values() if _send(notice, connection)]
    outdated = [notice.pk for notice in notices if notice not in newest.values()]
    Notice.objects.filter(pk__in=outdated).update(emailed_at=timezone.now())
    return len(sent)


def _with_what_is_told(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.select_related(*standing.RELATED, "decision__undoes__notice")


def _subject(notice: Notice) -> tuple[int, bool]:
    """What a notice is about: a comment, or a measure against its author."""
    measure = notice.kind in (Notice.Kind.WARNED, Notice.Kind.BLOCKED)
    return notice.comment_id or -notice.pk, measure


def _is_news(notice: Notice) -> bool:
    """Whether things are as `notice` says, and its author was not told just that before.

    An undo is news to those who were written to about what it takes back.
    """
    if not standing.of(notice).holds:
        return False
    undone = notice.decision.undoes if notice.decision else None
    return undone is None or undone.notice.emailed_at is not None


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
