"""Stores the articles that the paper lists."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.db import transaction

from articles import paper
from articles.listings import fetching, reading
from articles.listings.fetching import NotFetched
from articles.listings.reading import NotAList
from articles.paper import Listing, Outcome, Unusable

# Of one index.
MOST_SITEMAPS = 500


@dataclass(slots=True)
class Summary:
    """What an import did: articles by outcome, entries left out, and sitemaps that failed."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    left_out: int = 0
    failed: list[str] = field(default_factory=list)


def bring(
    *,
    place: str,
    section: str = "",
    only: str = "",
    private: bool = False,
    dry_run: bool = False,
) -> Summary:
    """Store what the feed, the sitemap or the index of sitemaps at `place` lists.

    Doing it again changes nothing.  `section` is given to all articles; `only` leaves out addresses
    that do not contain it.  Raises NotFetched and NotAList, where nothing is stored.
    """
    summary = Summary()
    for listing in _listings(place, summary, private=private):
        if only not in listing.url:
            summary.left_out += 1
            continue
        try:
            outcome = _push(replace(listing, section=section), dry_run=dry_run)
        except Unusable:
            summary.left_out += 1
        else:
            summary.outcomes[outcome] += 1
    return summary


def _push(listing: Listing, *, dry_run: bool) -> Outcome:
    with transaction.atomic():
        outcome = paper.push(listing)
        transaction.set_rollback(dry_run)
    return outcome


def _listings(place: str, summary: Summary, *, private: bool) -> Iterator[Listing]:
    data, address = fetching.fetch(place, private=private)
    listed = reading.read(data, address)
    summary.left_out += listed.left_out
    yield from listed.listings
    for sitemap in listed.sitemaps[:MOST_SITEMAPS]:
        yield from _of_index(sitemap, address, summary, private=private)
    summary.failed += listed.sitemaps[MOST_SITEMAPS:]


def _of_index(sitemap: str, address: str, summary: Summary, *, private: bool) -> Iterator[Listing]:
    """The articles of one sitemap of an index; that it fails does not stop the others."""
    try:
        if not _is_of(sitemap, address):
            raise NotFetched(sitemap)
        listed = reading.read(*fetching.fetch(sitemap, private=private))
    except (NotFetched, NotAList):
        summary.failed.append(sitemap)
        return
    summary.left_out += listed.left_out
    yield from listed.listings


def _is_of(sitemap: str, address: str) -> bool:
    """Whether a sitemap is at the host of its index, as the protocol asks; a file has none."""
    here = urlsplit(sitemap)
    return here.scheme in ("http", "https") and (
        not address or here.netloc == urlsplit(address).netloc
    )
