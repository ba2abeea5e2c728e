"""Coral's stories and WordPress's posts are articles here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from articles import paper
from articles.models import Article
from articles.text import has_something_to_read, storable
from moderation.services.transfer.arrivals import LONGEST_TITLE, Arrivals


class Connection(Protocol):
    """A system whose stories come: what their ids begin with, and their section here."""

    section: str

    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its system tells it; its title and date may be missing."""

    id: str
    url: str
    title: str = ""
    published_at: datetime | None = None


def article_of(connection: Connection, story: Story) -> Article:
    """The article of a story: known by its system's id, else by the paper's own id or its address,
    else a new one in the section of the connection.
    """
    source_id = Arrivals(connection.source).source_id(story.id)
    known = Article.objects.filter(source_id=source_id).first()
    if known is None:
        known = _new(connection, source_id, story)
    title = _title(story)
    stopgaps = (known.url, _address(story)[:LONGEST_TITLE])  # where it had none when it came first
    if title and known.title in stopgaps:
        known.title = title
        known.save(update_fields=["title"])
    return known


@transaction.atomic
def _new(connection: Connection, source_id: str, story: Story) -> Article:
    if adopted := _adopted(source_id, story):
        return adopted
    return Article.objects.get_or_create(
        source_id=source_id, defaults=_fields(connection, source_id, story)
    )[0]


def _adopted(source_id: str, story: Story) -> Article | None:
    """The article that the paper's own system stored, which is this story from now on."""
    known = (_with_its_id(story), paper.find(url=_address(story)))
    found = next((article for article in known if article and not article.source_id), None)
    if found:
        found.source_id = source_id
        found.save(update_fields=["source_id"])
    return found


def _with_its_id(story: Story) -> Article | None:
    """The article whose id at the paper is the story's, unless its page is on another site."""
    found = paper.find(external_id=storable(story.id))
    hosts = {urlsplit(url).hostname for url in (found.url, _address(story)) if url} if found else ()
    return found if len(hosts) <= 1 else None


def _fields(connection: Connection, source_id: str, story: Story) -> dict[str, Any]:
    address = _address(story)
    title = _title(story) or address[:LONGEST_TITLE] or "Untitled"
    last = address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    return {
        "slug": paper.slug(_title(story) or last, source_id),
        "title": title,
        "url": "" if paper.find(url=address) else address,  # that of another story
        "section": connection.section,
        "published_at": story.published_at or timezone.now(),
    }


def _title(story: Story) -> str:
    title = " ".join(storable(story.title).split())[:LONGEST_TITLE]
    return title if has_something_to_read(title) else ""


def _address(story: Story) -> str:
    """Its address, if it can be followed and stored."""
    address = storable(story.url).strip()
    return address if paper.is_usable(address) else ""
