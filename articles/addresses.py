"""Network addresses of requests and e-mail addresses, as keyed hashes.

The hashes recognise an address, but do not reveal it without SECRET_KEY.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

PREFIX = {4: 24, 6: 48}
# `192.0.2.1:5678`, `[2001:db8::1]:443` or `[2001:db8::1]`; an IPv6 address without brackets has
# no port.
WITH_PORT = re.compile(r"(?:\[(?P<bracketed>[^\[\]]+)\]|(?P<plain>[^:\[\]]+))(?::\d{1,5})?")


def address_of(request: HttpRequest) -> str:
    """The reader's network address, behind TRUSTED_PROXIES proxies.

    If the entry of `X-Forwarded-For` is missing or invalid, it is the address
    of the connection, so that a forged header has no effect.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    address = _read(_forwarded(request)) or _read(peer)
    return str(address) if address else peer


def address_key(request: HttpRequest) -> str:
    return _key("address", address_of(request))


def network_key(request: HttpRequest) -> str:
    """The key of the address's network: /24 of IPv4, /48 of IPv6."""
    return _key("network", _network(address_of(request)))


def email_key(email: str) -> str:
    """One key for all spellings of an address that reach the same mailbox.

    Case, quotes, dots before the @ and a part after + are ignored, and an
    internationalised domain is converted to Punycode.
    """
    mailbox, _, domain = email.strip().casefold().rpartition("@")
    plain = re.sub(r'[".\\]', "", mailbox.partition("+")[0])
    return _key("email", f"{plain}@{_plain_domain(domain)}") if domain else ""


def _forwarded(request: HttpRequest) -> str:
    """The entry of `X-Forwarded-For` that the outermost trusted proxy wrote."""
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    trusted: int = settings.TRUSTED_PROXIES
    return entries[-trusted] if 0 < trusted <= len(entries) else ""


def _read(entry: str) -> IPv4Address | IPv6Address | None:
    """The address in `entry`, without port, quotes, zone or the IPv6 form of an IPv4 address."""
    text = entry.strip().strip('"')
    if match := WITH_PORT.fullmatch(text):
        text = match["bracketed"] or match["plain"]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, PREFIX[parsed.version]), strict=False))


def _plain_domain(domain: str) -> str:
    try:
        return punycode(domain).casefold().rstrip(".")
    except UnicodeError:
        return domain


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"comity.origins.{kind}", value, algorithm="sha256").hexdigest()
