"""Where a request comes from, as keyed hashes: enough to recognise, nothing to read.

Whoever gets the database without SECRET_KEY cannot turn the hashes back.
"""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

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


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, PREFIX[parsed.version]), strict=False))


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"comity.origins.{kind}", value, algorithm="sha256").hexdigest()
