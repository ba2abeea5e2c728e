"""Articles of a paper that are kept up to date by its own system."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from articles import paper
from articles.models import Article
from moderation.models import Policy


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change about an article; None leaves a field as it is."""

    title: str | None = None
    url: str | None = None
    section: str | None = None
    language: str | None = None
    caption: str | None = None
    body: str | None = None
    published_at: datetime | None = None
    commenting: Article.Commenting | None = None
    moderation: Policy.Moderation | None = None

    def fields(self) -> dict[str, object]:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        del given["moderation"]
        return {name: value for name, value in given.items() if value is not None}


class TitleMissing(ValueError):
    """A new article has no title."""


@transaction.atomic
def upsert(*, external_id: str, changes: Changes) -> tuple[Article, bool]:
    """Create the article with the paper's id, or change the one that there is.

    One that was first known by its address alone gets the id.
    Return it, and whether it was created.  Raises TitleMissing where a new one has no title.
    """
    known = paper.find(external_id=external_id, url=changes.url or "", lock=True)
    if known is None and not changes.title:
        raise TitleMissing
    if known is None:
        slug = paper.slug(changes.title or "", external_id)
        defaults = {"slug": slug, **changes.fields()}
        article, created = Article.objects.get_or_create(external_id=external_id, defaults=defaults)
    else:
        article, created = known, False
    if not created:
        _change(article, {"external_id": external_id, **changes.fields()})
    if changes.moderation is not None:
        Policy.objects.update_or_create(
            article=article, defaults={"moderation": changes.moderation}
        )
    return article, created


def _change(article: Article, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=[*fields, "canonical_key"])
