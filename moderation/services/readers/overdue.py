"""Since when the oldest e-mail to a reader has been due, for those who watch the site."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.confirming import mail as confirmation_mail
from articles.models import Author
from moderation.models import Notification
from moderation.services.readers import mailing, news_mail, spacing

# For so long a reply waits so that the reader gets few e-mails.
SPARED = {
    Author.Mailing.AT_ONCE: spacing.APART,
    Author.Mailing.DAILY: news_mail.DAY,
}


def since() -> datetime | None:
    """The moment since which an e-mail waits: a notice, a link that proves an address, a reply.

    None if nothing does.
    """
    oldest = [
        mailing.due().order_by("created_at").values_list("created_at", flat=True).first(),
        confirmation_mail.due().order_by("asked_at").values_list("asked_at", flat=True).first(),
        *(_reply(wish, spared) for wish, spared in SPARED.items()),
    ]
    return min((moment for moment in oldest if moment), default=None)


def _reply(wish: Author.Mailing, spared: timedelta) -> datetime | None:
    """When the oldest reply that readers with this wish wait for should have been told."""
    now = timezone.now()
    due = Notification.objects.unsent().shown()
    due = due.filter(
        author__mailing=wish, created_at__range=(now - mailing.SENT_WITHIN, now - spared)
    )
    created = due.order_by("created_at").values_list("created_at", flat=True).first()
    return created + spared if created else None
