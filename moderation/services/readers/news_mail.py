"""Sends e-mails about replies, and the daily e-mails about replies and decisions.

What an e-mail tells of is marked before it is sent, by moving the time of the next attempt.  So a
process that dies loses nothing; at worst an e-mail is sent twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import emails, languages, limits, site_url
from articles.addresses import email_key
from articles.emails import Outcome
from articles.models import Author
from moderation.models import Block, Notice, Notification
from moderation.services.readers import mailing, spacing, standing, unsubscribing

ATTEMPT = timedelta(minutes=10)
DAY = timedelta(days=1)
AUTHORS_AT_ONCE = 1000
TOLD_AT_MOST = 50
# Per mailbox, so that nobody floods it with replies in many discussions.
EMAILS_PER_DAY = 30


@dataclass(frozen=True, slots=True)
class News:
    """What one e-mail tells an author."""

    author: Author
    replies: Sequence[Notification]
    notices: Sequence[Notice] = ()


def send_due() -> int:
    """Send what is due, and return the number of e-mails; the caller checks the set-up."""
    connection = get_connection()
    return sum(_send(news, connection) for author in _authors_due() for news in _claim(author))


def _authors_due() -> list[int]:
    """Those with news since GRACE, or a day ago for who wants an e-mail a day."""
    now = timezone.now()
    kinds: tuple[tuple[Any, str, datetime], ...] = (
        (Notification, Author.Mailing.AT_ONCE, now - mailing.GRACE),
        (Notification, Author.Mailing.DAILY, now - DAY),
        (Notice, Author.Mailing.DAILY, now - DAY),
    )
    found: set[int] = set()
    for model, wish, until in kinds:
        waiting = model.objects.unsent().filter(
            author__mailing=wish, created_at__range=(now - mailing.SENT_WITHIN, until)
        )
        authors = waiting.order_by().values_list("author", flat=True).distinct()
        found.update(authors[:AUTHORS_AT_ONCE])
    return sorted(found)


@transaction.atomic
def _claim(author_id: int) -> list[News]:
    """What to tell the author now, which no other process tells meanwhile."""
    author = Author.objects.select_for_update(no_key=True).get(pk=author_id)
    now = timezone.now()
    waiting = author.notifications.unsent().filter(
        created_at__gt=now - mailing.SENT_WITHIN, next_at__lte=now
    )
    if Block.objects.in_force().filter(author=author).exists():
        waiting.update(passed_over_at=now)
        waiting = waiting.none()
    related = waiting.shown().select_related("comment__article", "comment__author")
    replies = list(related.order_by("pk")[:TOLD_AT_MOST])
    if author.mailing == Author.Mailing.DAILY:
        news = _of_the_day(author, replies, now)
    else:
        news = _by_discussion(author, replies)
    told = [reply.pk for one in news for reply in one.replies]
    Notification.objects.filter(pk__in=told).update(next_at=now + ATTEMPT)
    return news


def _by_discussion(author: Author, replies: Sequence[Notification]) -> list[News]:
    found: dict[int, list[Notification]] = defaultdict(list)
    for reply in replies:
        found[reply.comment.article_id].append(reply)
    return [
        News(author, told)
        for article, told in found.items()
        if not spacing.is_too_soon(author, article)
    ]


def _of_the_day(author: Author, replies: Sequence[Notification], now: datetime) -> list[News]:
    """One e-mail with everything, a day after the first of it."""
    waiting = Notice.objects.unsent().filter(
        author=author, created_at__gt=now - mailing.SENT_WITHIN
    )
    notices = [
        notice
        for notice in waiting.select_related(*standing.RELATED).order_by("pk")[:TOLD_AT_MOST]
        if standing.of(notice).holds
    ]
    moments = [*(told.created_at for told in replies), *(told.created_at for told in notices)]
    if now - min(moments, default=now) < DAY:
        return []
    waiting.update(emailed_at=now, recipient_key=email_key(author.email))
    return [News(author, replies, notices)]


def _send(news: News, connection: BaseEmailBackend) -> bool:
    now = timezone.now()
    replies = Notification.objects.filter(pk__in=[reply.pk for reply in news.replies])
    mailbox = email_key(news.author.email)
    if not limits.allows("news e-mails", mailbox, most=EMAILS_PER_DAY, within=DAY):
        replies.update(passed_over_at=now)
        return False
    outcome = emails.send(message_of(news, connection), f"News of author {news.author.pk} not sent")
    if outcome is Outcome.SENT:
        replies.update(emailed_at=now)
    elif outcome is Outcome.REFUSED:
        replies.update(passed_over_at=now)
    else:
        notices = Notice.objects.filter(pk__in=[notice.pk for notice in news.notices])
        notices.update(emailed_at=None, recipient_key="")
    return outcome is Outcome.SENT


def message_of(news: News, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail, in the language that the author last wrote in."""
    author = news.author
    with translation.override(languages.of(author)):
        context = {
            "replies": [
                (reply.comment, site_url.whole(reply.comment.page_url)) for reply in news.replies
            ],
            "notices": [
                (standing.of(notice).heading, notice, site_url.whole(notice.get_absolute_url()))
                for notice in news.notices
            ],
        }
        return unsubscribing.message(
            author, _subject(news), "discussion/news_email.txt", context, connection
        )


def _subject(news: News) -> str:
    if news.notices:
        return _("News about your comments")
    number = len(news.replies)
    return ngettext(
        "%(number)d new reply to your comment", "%(number)d new replies to your comments", number
    ) % {"number": number}
