"""Sends notices by e-mail to authors who have proved their address."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone, translation

from articles import emails, languages, mail_setup, site_url
from articles.addresses import email_key
from articles.emails import Outcome
from articles.models import Author
from moderation.models import Notice
from moderation.services.readers import (
    appealing,
    notice_texts,
    rule_links,
    spacing,
    standing,
    unsubscribing,
)

# Time to undo a decision before its author gets an e-mail about it.
GRACE = timedelta(minutes=1)
# An older notice is not sent any more; it can still be read on the site.
SENT_WITHIN = timedelta(days=3)
# Per mailbox, so that comments under somebody else's address cannot flood it.
EMAILS_PER_DAY = 10
DAY = timedelta(days=1)


class MailNotSetUpError(Exception):
    """No e-mail can be sent; the message names the missing settings."""


def due() -> QuerySet[Notice]:
    """Notices whose e-mail should be sent now, by themselves: not with others once a day."""
    now = timezone.now()
    return Notice.objects.unsent().filter(
        author__mailing=Author.Mailing.AT_ONCE, created_at__range=(now - SENT_WITHIN, now - GRACE)
    )


def send_due(*, limit: int = 1000) -> int:
    """Send the e-mails of notices that are due, and return how many were sent.

    Notices that no longer hold are passed over.  Of several notices about one
    comment only the newest is sent; sanctions against its author count
    separately.  What cannot be sent stays due for the next run.  Raises
    MailNotSetUpError, and leaves everything due, if e-mail is not configured.
    """
    if (missing := mail_setup.unset()) and not settings.DEMO:
        raise MailNotSetUpError(f"Nothing was sent. Set {', '.join(missing)}: docs/settings.md.")
    notices = list(_with_related(due()).order_by("id")[:limit])
    newest = {_topic(notice): notice for notice in notices if _is_news(notice)}
    _pass_over(notice.pk for notice in notices if notice not in newest.values())
    if not newest:
        return 0
    connection = get_connection()
    return sum(_send(notice, connection) for notice in newest.values() if not _must_wait(notice))


def _must_wait(notice: Notice) -> bool:
    """Whether its author has just had an e-mail about the discussion; sanctions never wait."""
    _about, is_sanction = _topic(notice)
    if notice.comment is None or is_sanction:
        return False
    return spacing.is_too_soon(notice.author, notice.comment.article_id)


def _with_related(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.select_related(*standing.RELATED, "decision__undoes__notice")


def _topic(notice: Notice) -> tuple[int, bool]:
    """What a notice is about: a comment, or a sanction against its author."""
    about = notice.answers.notice if notice.answers else notice
    return notice.comment_id or -notice.pk, about.kind in Notice.SANCTIONS


def _is_news(notice: Notice) -> bool:
    """Whether `notice` still holds and tells its author something new.

    An undo is new only to authors who got an e-mail about the undone decision, or appealed.
    """
    if not standing.of(notice).holds:
        return False
    undone = notice.decision.undoes if notice.decision else None
    return undone is None or bool(notice.answers_id) or undone.notice.emailed_at is not None


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Claim `notice`, then send it, so that concurrent runs do not send it twice."""
    recipient = email_key(notice.author.email)
    # Own columns only: PostgreSQL does not evaluate a subquery again after waiting for the row.
    claimed = Notice.objects.filter(
        pk=notice.pk, emailed_at__isnull=True, passed_over_at__isnull=True
    )
    if not claimed.update(emailed_at=timezone.now(), recipient_key=recipient):
        return False
    if _is_over_limit(recipient):
        _unclaim(notice)
        _pass_over([notice.pk])
        return False
    message = message_of(notice, connection)
    outcome = emails.send(message, f"Notice {notice.pk} could not be sent")
    if outcome is not Outcome.SENT:
        _unclaim(notice)
    if outcome is Outcome.REFUSED:
        _pass_over([notice.pk])
    return outcome is Outcome.SENT


def _is_over_limit(recipient: str) -> bool:
    """Whether the mailbox is over its daily limit, counting the claimed notice.

    The last run to claim sees all other claims, so that concurrent runs cannot
    both take the last place.
    """
    claimed = Notice.objects.filter(recipient_key=recipient, emailed_at__gte=timezone.now() - DAY)
    return claimed.count() > EMAILS_PER_DAY


def _unclaim(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(emailed_at=None, recipient_key="")


def _pass_over(notices: Iterable[int]) -> None:
    Notice.objects.filter(pk__in=list(notices)).update(passed_over_at=timezone.now())


def message_of(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail of a notice, in the language that its author last posted in.

    It is without the comment's text: the address may be somebody else's.
    """
    with translation.override(languages.of(notice.author)):
        now = standing.of(notice)
        context = {
            "notice": notice,
            "notice_text": notice_texts.of(notice, quotes=False),
            "standing": now,
            "comment_url": notice.comment and site_url.whole(notice.comment.page_url),
            "url": site_url.whole(notice.get_absolute_url()),
            "rule_url": notice.clause and site_url.whole(rule_links.path(notice.clause)),
            "appealable": not appealing.refusal(notice),
        }
        return unsubscribing.message(
            notice.author, now.heading, "discussion/notice_email.txt", context, connection
        )
