"""Articles of a paper that are kept up to date by its own system."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.text import slugify

from articles.models import Article
from moderation.models import Policy

SLUG = 100


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change about an article; None leaves a field as it is."""

    title: str | None = None
    url: str | None = None
    section: str | None = None
    caption: str | None = None
    body: str | None = None
    published_at: datetime | None = None
    commenting: Article.Commenting | None = None
    moderation: Policy.Moderation | None = None

    def fields(self) -> dict[str, object]:
        names = ("title", "url", "section", "caption", "body", "published_at", "commenting")
        given = {name: getattr(self, name) for name in names}
        return {name: value for name, value in given.items() if value is not None}


class TitleMissing(ValueError):
    """A new article has no title."""


@transaction.atomic
def upsert(*, external_id: str, changes: Changes) -> tuple[Article, bool]:
    """Create the article with the paper's id, or change the one that there is.

    Return it, and whether it was created.  Raises TitleMissing where a new one has no title.
    """
    known = Article.objects.select_for_update().filter(external_id=external_id).first()
    if known is None and not changes.title:
        raise TitleMissing
    if known is None:
        defaults = {"slug": _slug(changes.title or "", external_id), **changes.fields()}
        article, created = Article.objects.get_or_create(external_id=external_id, defaults=defaults)
    else:
        article, created = known, False
    if not created:
        _change(article, changes)
    if changes.moderation is not None:
        Policy.objects.update_or_create(
            article=article, defaults={"moderation": changes.moderation}
        )
    return article, created


def _change(article: Article, changes: Changes) -> None:
    for name, value in changes.fields().items():
        setattr(article, name, value)
    article.save(update_fields=[*changes.fields()])


def _slug(title: str, external_id: str) -> str:
    """A slug that no other article has, whatever their titles."""
    digest = sha256(external_id.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{slugify(title)[:SLUG]}-{digest}".lstrip("-")
