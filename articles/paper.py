"""Articles of the paper: known by its id, or else by the canonical address of their page."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import languages
from articles.canonical import canonical, key
from articles.models import Article
from articles.text import storable

LONGEST_ID, LONGEST_URL, LONGEST_TITLE, LONGEST_SECTION = 200, 1000, 300, 80
LONGEST_SLUG = 100


class Unusable(ValueError):
    """What is said about an article names none, or cannot be stored; the message says why."""


class Outcome(Enum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Listing:
    """What the paper says about an article, in a feed or on its page.

    A `language` that the site does not have is passed over.
    """

    external_id: str = ""
    url: str = ""
    title: str = ""
    section: str = ""
    language: str = ""
    published_at: datetime | None = None


def find(*, external_id: str = "", url: str = "", lock: bool = False) -> Article | None:
    """The article with the id, or else of the address; of two with one address, one with an id.

    An article whose id is another one is not found by its address.  `lock` keeps others from
    giving it an id until the transaction ends.
    """
    address = key(url)
    if external_id:
        wanted = Q(external_id=external_id)
        if address:
            wanted |= Q(canonical_key=address, external_id=None)
    elif address:
        wanted = Q(canonical_key=address)
    else:
        return None
    found = Article.objects.select_for_update() if lock else Article.objects.all()
    return found.filter(wanted).order_by(F("external_id").asc(nulls_last=True), "pk").first()


def find_or_create(listing: Listing) -> Article:
    """The article, made at first sight; what is not known about it yet is added.

    A title that it has is kept.  Raises Unusable.
    """
    return _stored(_checked(listing), replace=False)[0]


def push(listing: Listing) -> Outcome:
    """Store what the paper says about an article, in place of what a page said.

    Raises Unusable.
    """
    return _stored(_checked(listing), replace=True)[1]


def is_usable(url: str) -> bool:
    """Whether `url` can be stored as the address of a page."""
    return len(url) <= LONGEST_URL and storable(url) == url and bool(canonical(url))


def slug(title: str, identity: str) -> str:
    """A slug that no other article has, whatever their titles."""
    digest = sha256(identity.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{slugify(title)[:LONGEST_SLUG].rstrip('-')}-{digest}".lstrip("-")


def _stored(listing: Listing, *, replace: bool) -> tuple[Article, Outcome]:
    """Again, if another request stores it at this moment."""
    try:
        with transaction.atomic():
            return _store(listing, replace=replace)
    except IntegrityError:
        with transaction.atomic():
            return _store(listing, replace=replace)


def _store(listing: Listing, *, replace: bool) -> tuple[Article, Outcome]:
    found = find(external_id=listing.external_id, url=listing.url, lock=True)
    if found is None:
        return _create(listing), Outcome.CREATED
    changes = _news(found, listing) if replace else _additions(found, listing)
    if not changes:
        return found, Outcome.UNCHANGED
    for field, value in changes.items():
        setattr(found, field, value)
    found.save(update_fields=[*changes, "canonical_key"])
    return found, Outcome.CHANGED


def _create(listing: Listing) -> Article:
    return Article.objects.create(
        slug=slug(listing.title, listing.external_id or canonical(listing.url)),
        title=listing.title or _stopgap(listing),
        section=listing.section,
        language=listing.language,
        url=listing.url,
        external_id=listing.external_id or None,
        published_at=listing.published_at or timezone.now(),
    )


def _additions(found: Article, listing: Listing) -> dict[str, Any]:
    """What `listing` adds to what is known."""
    changes: dict[str, Any] = {}
    if not found.external_id and listing.external_id:
        changes["external_id"] = listing.external_id
    if not found.url and listing.url:
        changes["url"] = listing.url
    if listing.title and found.title in (found.external_id, _stopgap(Listing(url=found.url))):
        changes["title"] = listing.title
    if not found.section and listing.section:
        changes["section"] = listing.section
    if not found.language and listing.language:
        changes["language"] = listing.language
    return changes


def _news(found: Article, listing: Listing) -> dict[str, Any]:
    """Where `listing` differs from what is stored; another spelling of the address does not."""
    is_moved = key(listing.url) != found.canonical_key
    given = {
        "external_id": listing.external_id,
        "url": listing.url if is_moved else "",
        "title": listing.title,
        "section": listing.section,
        "language": listing.language,
    }
    return {
        field: value for field, value in given.items() if value and getattr(found, field) != value
    }


def _stopgap(listing: Listing) -> str:
    """What stands for a title until one is known."""
    return (listing.url.partition("//")[2] or listing.external_id)[:LONGEST_TITLE]


def _checked(listing: Listing) -> Listing:
    """`listing` as it can be stored.  Raises Unusable."""
    external_id, url = listing.external_id.strip(), listing.url.strip()
    if not (external_id or url):
        raise Unusable(_("The article has neither an id nor an address."))
    if len(external_id) > LONGEST_ID or any(c.isspace() or c in "/\0" for c in external_id):
        raise Unusable(
            _("The id of the article is longer than 200 characters, or has spaces or slashes.")
        )
    if url and not is_usable(url):
        raise Unusable(
            _("The address of the article is longer than 1000 characters, or is not one of a page.")
        )
    return Listing(
        external_id=storable(external_id),
        url=storable(url),
        title=_line(listing.title)[:LONGEST_TITLE],
        section=_line(listing.section)[:LONGEST_SECTION],
        language=languages.known(listing.language),
        published_at=listing.published_at,
    )


def _line(text: str) -> str:
    return " ".join(storable(text).split())
