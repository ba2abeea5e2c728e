"""At most one e-mail to an author about one discussion in an hour."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Author
from moderation.models import Notice, Notification

APART = timedelta(hours=1)


def is_too_soon(author: Author, article_id: int) -> bool:
    """Whether the author had an e-mail about this discussion within the last hour."""
    about = {
        "author": author,
        "comment__article": article_id,
        "emailed_at__gt": timezone.now() - APART,
    }
    return (
        Notification.objects.filter(**about).exists()
        or Notice.objects.about_comments().filter(**about).exists()
    )
