"""Where a request comes from, as keyed hashes: enough to recognise, nothing to read.

Whoever gets the database without SECRET_KEY cannot turn the hashes back.
"""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.models import Author, Comment
from moderation.models import Origin

KEPT = timedelta(days=30)
PREFIX = {4: 24, 6: 48}


def address_of(request: HttpRequest) -> str:
    """The reader's network address, behind as many proxies as the settings trust."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return str(forwarded[-settings.TRUSTED_PROXIES]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def address_key(request: HttpRequest) -> str:
    return _key("address", address_of(request))


def network_key(request: HttpRequest) -> str:
    """The neighbourhood of the address: /24 of IPv4, /48 of IPv6."""
    return _key("network", _network(address_of(request)))


def email_key(email: str) -> str:
    """One key for all spellings of an address that reach the same mailbox.

    Case, dots before the @ and what follows a + there are left out.
    """
    mailbox, _, domain = email.strip().casefold().rpartition("@")
    plain = mailbox.partition("+")[0].replace(".", "")
    return _key("email", f"{plain}@{domain}") if domain else ""


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


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, PREFIX[parsed.version]), strict=False))


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"comity.origins.{kind}", value, algorithm="sha256").hexdigest()
