"""Which networks comments came from, kept for a block to reach them."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import address_key, address_of, email_key, network_key
from articles.models import Author, Comment
from moderation.models import Origin

__all__ = [
    "address_key",
    "address_of",
    "email_key",
    "forget_old",
    "network_key",
    "network_of",
    "remember",
]

KEPT = timedelta(days=30)


def remember(comments: Iterable[Comment], request: HttpRequest) -> None:
    """Keep the network that `comments` came from, for a block to reach it."""
    key = network_key(request)
    Origin.objects.bulk_create(
        (Origin(comment=comment, network_key=key) for comment in comments),
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["network_key", "received_at"],
    )


def network_of(author: Author) -> str:
    """The key of the network that `author` posted from last; empty where none is kept."""
    newest = Origin.objects.filter(comment__author=author).order_by("-received_at").first()
    return newest.network_key if newest else ""


def forget_old() -> int:
    """Delete what is kept for longer than a block needs it, and return how much that was."""
    deleted, _ = Origin.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return deleted
