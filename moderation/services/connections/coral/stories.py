"""Coral's stories are articles here."""

from dataclasses import dataclass

from django.db import transaction

from articles import paper
from articles.models import Article
from articles.text import has_something_to_read, storable
from moderation.models import CoralConnection
from moderation.services.transfer.arrivals import LONGEST_TITLE, Arrivals


@dataclass(frozen=True, slots=True)
class Story:
    """A story as Coral tells it; its title may be missing."""

    id: str
    url: str
    title: str = ""


def article_of(connection: CoralConnection, story: Story) -> Article:
    """The article of a story: known by Coral's id, else by the paper's own id or its address, else
    a new one in the section of the connection.
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
def _new(connection: CoralConnection, source_id: str, story: Story) -> Article:
    if adopted := _adopted(source_id, story):
        return adopted
    return Article.objects.get_or_create(
        source_id=source_id, defaults=_fields(connection, source_id, story)
    )[0]


def _adopted(source_id: str, story: Story) -> Article | None:
    """The article that the paper's own system stored, which is Coral's story from now on."""
    known = (paper.find(external_id=storable(story.id)), paper.find(url=_address(story)))
    found = next((article for article in known if article and not article.source_id), None)
    if found:
        found.source_id = source_id
        found.save(update_fields=["source_id"])
    return found


def _fields(connection: CoralConnection, source_id: str, story: Story) -> dict[str, str]:
    address = _address(story)
    title = _title(story) or address[:LONGEST_TITLE] or "Untitled"
    last = address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    return {
        "slug": paper.slug(_title(story) or last, source_id),
        "title": title,
        "url": "" if paper.find(url=address) else address,  # that of another story
        "section": connection.section,
    }


def _title(story: Story) -> str:
    title = " ".join(storable(story.title).split())[:LONGEST_TITLE]
    return title if has_something_to_read(title) else ""


def _address(story: Story) -> str:
    """Its address, if it can be followed and stored."""
    address = storable(story.url).strip()
    return address if paper.is_usable(address) else ""
