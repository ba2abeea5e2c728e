"""The networks that comments were posted from, stored for blocks."""

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
    """Store the network that `comments` were posted from."""
    key = network_key(request)
    Origin.objects.bulk_create(
        (Origin(comment=comment, network_key=key) for comment in comments),
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["network_key", "received_at"],
    )


def network_of(author: Author) -> str:
    """The key of the network that `author` last posted from; empty if none is stored."""
    newest = Origin.objects.filter(comment__author=author).order_by("-received_at").first()
    return newest.network_key if newest else ""


def forget_old() -> int:
    """Delete origins that are older than `KEPT`, and return how many there were."""
    deleted, _ = Origin.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return deleted
