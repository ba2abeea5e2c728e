"""Gets a feed or a sitemap: from the web, or from a file."""

import zlib
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

from articles import outgoing
from articles.outgoing import OnPrivateNetwork, Unreachable

# As the protocol of sitemaps has it, unpacked.
LONGEST = 50 * 1024 * 1024
WITHIN = 60.0  # seconds
MOST_REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
GZIP = b"\x1f\x8b"


class NotFetched(Exception):
    """It cannot be read; the message says why."""


def fetch(place: str, *, private: bool) -> tuple[bytes, str]:
    """What is at `place`, unpacked, and the address it came from; empty for a file.

    `private` allows addresses on private networks.  Raises NotFetched.
    """
    if place.startswith(("https://", "http://")):
        packed, address = _from_web(place, private=private)
    else:
        packed, address = _from_file(place), ""
    return _unpacked(packed, place), address


def _from_web(url: str, *, private: bool) -> tuple[bytes, str]:
    for _ in range(MOST_REDIRECTS + 1):
        try:
            response = outgoing.ask("GET", url, longest=LONGEST + 1, within=WITHIN, private=private)
        except OnPrivateNetwork as error:
            raise NotFetched(f"{url}: {error} Add --private to allow that.") from error
        except Unreachable as error:
            raise NotFetched(f"{url}: {error}") from error
        if response.status == HTTPStatus.OK:
            return response.body, url
        moved_to = response.headers.get("Location")
        if response.status not in MOVED or not moved_to:
            raise NotFetched(f"{url}: the server answered {response.status}.")
        url = urljoin(url, moved_to)
    raise NotFetched(f"{url}: more than {MOST_REDIRECTS} redirects.")


def _from_file(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        raise NotFetched(f"{path}: {getattr(error, 'strerror', None) or error}.") from error


def _unpacked(packed: bytes, place: str) -> bytes:
    """Sitemaps are often packed, whatever their name and their headers say."""
    data = packed
    if packed.startswith(GZIP):
        try:
            unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            data = unpacking.decompress(packed, LONGEST + 1)
        except zlib.error as error:
            raise NotFetched(f"{place}: it cannot be unpacked ({error}).") from error
    if len(data) > LONGEST:
        raise NotFetched(f"{place}: it is longer than {LONGEST // 1024**2} MB.")
    return data
