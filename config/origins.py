"""Reads origins, such as `https://paper.example`, from settings."""

import re
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

_ORIGIN = re.compile(
    r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?|https?://\[[0-9a-f:]+\](?::[0-9]{1,5})?"
)
_USUAL_PORT = re.compile(r"^(https://.+):443$|^(http://.+):80$")


def origins(setting: str, entries: Iterable[str]) -> frozenset[str]:
    """The origins as browsers send them; ImproperlyConfigured names one that cannot be."""
    return frozenset(_origin(setting, entry) for entry in entries)


def _origin(setting: str, entry: str) -> str:
    given = entry.strip().lower().removesuffix("/")
    if not _ORIGIN.fullmatch(given):
        raise ImproperlyConfigured(
            f"{setting}: {entry!r} is no origin. Write scheme and host, without a path and without "
            "wildcards: https://paper.example,https://www.paper.example"
        )
    return _USUAL_PORT.sub(lambda found: found[1] or found[2], given)
