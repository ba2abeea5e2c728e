"""Reads RSS 0.9 to 2.0, Atom, sitemaps and their indexes.

An entry without an address is skipped, since the paper's own id is none that a feed is sure to
have: `guid` is often an address, or a number of another system.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils import timezone
from django.utils.html import strip_tags

from articles.paper import Listing

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class NotAList(Exception):
    """It is neither a feed nor a sitemap; the message says what it is."""


@dataclass(slots=True)
class Listed:
    """Articles, or the sitemaps of an index; `left_out` counts entries without an address."""

    listings: list[Listing] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    left_out: int = 0


def read(data: bytes, address: str = "") -> Listed:
    """What `data` lists; relative addresses are relative to `address`.  Raises NotAList."""
    try:
        root = fromstring(data)
    except DefusedXmlException as error:
        raise NotAList("It defines entities, which no feed needs. It was not read.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotAList(f"It is no XML: {error}.") from error
    kind = _name(root)
    if kind == "sitemapindex":
        found = [_text(entry, "loc") for entry in root if _name(entry) == "sitemap"]
        return Listed(sitemaps=[urljoin(address, place) for place in found if place])
    if kind not in KINDS:
        raise NotAList(f"It is neither a feed nor a sitemap: its first tag is “{kind}”.")
    entry_name, reader = KINDS[kind]
    listed, language = Listed(), _language(root)
    for entry in root.iter():
        if _name(entry) == entry_name:
            _add(listed, reader(entry), address, language)
    return listed


def _add(listed: Listed, listing: Listing, address: str, language: str) -> None:
    try:
        url = urljoin(address, listing.url) if listing.url else ""
    except ValueError:
        url = ""
    if not url:
        listed.left_out += 1
        return
    listed.listings.append(replace(listing, url=url, language=listing.language or language))


def _language(root: Element) -> str:
    """The language of a whole feed: `xml:lang`, or `language` of its channel."""
    channel = _child(root, "channel")
    told = _text(channel, "language") if channel is not None else ""
    return told or root.get(XML_LANG, "")


def _rss(entry: Element) -> Listing:
    guid = _child(entry, "guid")
    is_link = guid is not None and guid.get("isPermaLink", "true") == "true"
    return Listing(
        url=_text(entry, "link") or (_text(entry, "guid") if is_link else ""),
        title=_plain(_text(entry, "title")),
        language=_text(entry, "language"),
        published_at=_moment(_text(entry, "pubDate") or _text(entry, "date")),
    )


def _atom(entry: Element) -> Listing:
    links = [child for child in entry if _name(child) == "link"]
    pages = [link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"]
    return Listing(
        url=next(filter(None, pages), "").strip(),
        title=_plain(_text(entry, "title")),
        language=entry.get(XML_LANG, ""),
        published_at=_moment(_text(entry, "published") or _text(entry, "updated")),
    )


def _sitemap(entry: Element) -> Listing:
    news = _child(entry, "news")
    told = news if news is not None else entry
    publication = _child(told, "publication")
    return Listing(
        url=_text(entry, "loc"),
        title=_plain(_text(told, "title")),
        language=_text(publication, "language") if publication is not None else "",
        published_at=_moment(_text(told, "publication_date") or _text(entry, "lastmod")),
    )


KINDS: dict[str, tuple[str, Callable[[Element], Listing]]] = {
    "rss": ("item", _rss),
    "RDF": ("item", _rss),
    "feed": ("entry", _atom),
    "urlset": ("url", _sitemap),
}


def _name(element: Element) -> str:
    """The name of a tag without its namespace, since feeds are careless with those."""
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _name(child) == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _text(element: Element, name: str) -> str:
    """The text of the first child of that name that has one."""
    texts = ("".join(child.itertext()).strip() for child in _children(element, name))
    return next(filter(None, texts), "")


def _plain(title: str) -> str:
    """A title without the HTML that feeds may have in it."""
    return " ".join(unescape(strip_tags(title)).split())


def _moment(text: str) -> datetime | None:
    """A date of RFC 822 or ISO 8601, and no later than now."""
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(text)
            aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
            return min(aware, timezone.now())
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None
