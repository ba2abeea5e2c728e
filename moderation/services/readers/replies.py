"""Tells authors of replies to their comments: on their own page, and by e-mail."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models import Decision, Notification

NEWEST = 20


def notify(published: Iterable[int]) -> None:
    """Create the notifications of comments that were just published, once for each reply.

    Must be called in the transaction that publishes them.  Nobody is told of their own replies,
    and of imported ones nobody is.
    """
    replies = Comment.objects.filter(
        pk__in=list(published), parent__author__erased_at=None, source_id=None
    ).exclude(author=F("parent__author"))
    Notification.objects.bulk_create(
        (
            Notification(comment_id=reply, author_id=recipient)
            for reply, recipient in replies.order_by("pk").values_list("pk", "parent__author")
            if recipient
        ),
        ignore_conflicts=True,
    )


def notify_of_decisions(decisions: Iterable[Decision]) -> None:
    """As `notify`, of the comments that readers see by these decisions and did not before."""
    published = Comment.Status.PUBLISHED
    shown = [
        decision.comment_id
        for decision in decisions
        if decision.status_after == published != decision.status_before
    ]
    if shown:
        notify(shown)


def newest(author: Author) -> list[Notification]:
    """The newest notifications, of replies that readers see."""
    found = author.notifications.shown().select_related("comment__article", "comment__author")
    return list(found[:NEWEST])


def number_unseen(author: Author) -> int:
    """How many there are since the author last looked, up to one more than NEWEST."""
    unseen = author.notifications.shown().filter(seen_at=None)
    return len(unseen.values_list("pk")[: NEWEST + 1])


def mark_seen(*, author: Author) -> None:
    author.notifications.filter(seen_at=None).update(seen_at=timezone.now())
