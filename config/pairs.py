"""Reads settings that are lists of pairs: `name:value,other:value`."""

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

# Of bytes: as long as the digest of HMAC-SHA256 (RFC 7518, section 3.2).
SHORTEST_SECRET = 32


def pairs(setting: str, entries: Iterable[str]) -> dict[str, str]:
    """The values by their names, in order.  Only the first colon of an entry parts it."""
    found: dict[str, str] = {}
    for entry in filter(None, map(str.strip, entries)):
        name, colon, value = entry.partition(":")
        if not (name and colon and value):
            raise ImproperlyConfigured(f"{setting}: write each entry as “name:value”.")
        if name in found:
            raise ImproperlyConfigured(f"{setting}: “{name}” is there twice.")
        found[name] = value
    return found


def secrets(setting: str, entries: Iterable[str]) -> dict[str, str]:
    """Pairs whose values are shared secrets.  Messages never contain them."""
    found = pairs(setting, entries)
    for name, secret in found.items():
        if len(secret.encode()) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"{setting}: the secret of “{name}” is shorter than {SHORTEST_SECRET} bytes. "
                "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
    return found
