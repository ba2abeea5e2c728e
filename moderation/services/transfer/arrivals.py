"""Who and what an archive speaks of, found by its ids at the source or made."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify

from articles import names
from articles.models import Article, Author, Comment
from articles.text import storable
from moderation.services.judging import new_names
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
)

LONGEST_SOURCE_ID = 200
LONGEST_SLUG = 100


class Arrivals:
    """The rows of one source.  Every method takes and returns the source's own ids."""

    def __init__(self, source: str) -> None:
        self.source = source

    def source_id(self, own_id: str) -> str:
        whole = f"{self.source}:{storable(own_id)}"
        if len(whole) <= LONGEST_SOURCE_ID:
            return whole
        return f"{self.source}:sha256:{sha256(own_id.encode()).hexdigest()}"

    def articles(self, archived: Sequence[ArchivedArticle]) -> int:
        """Store the articles that are not there, and return how many.

        One that is there under the same short name, and came from nowhere
        else, is the same article: the archive's comments join it.
        """
        known = self.article_ids(article.id for article in archived)
        first = {article.id: article for article in reversed(archived)}
        unknown = {own_id: article for own_id, article in first.items() if own_id not in known}
        return sum(self._store_article(article) for article in unknown.values())

    def article_ids(self, own_ids: Iterable[str]) -> dict[str, int]:
        wanted = self._by_source_id(own_ids)
        found = Article.objects.filter(source_id__in=wanted).values_list("source_id", "pk")
        return {wanted[source_id]: pk for source_id, pk in found if source_id}

    def authors(self, archived: Sequence[ArchivedAuthor]) -> dict[str, int]:
        """The ids of authors, who are stored where they are not there.

        An author who was only an id so far gets a name when one comes.
        """
        named = {author.id: author for author in sorted(archived, key=lambda a: bool(a.name))}
        wanted = self._by_source_id(named)
        Author.objects.bulk_create(
            (self._author(named[own_id], source_id) for source_id, own_id in wanted.items()),
            ignore_conflicts=True,
        )
        rows = Author.objects.filter(source_id__in=wanted)
        for row in (row for row in rows if row.name == names.NAMELESS):
            self._give_name(row, named[wanted[str(row.source_id)]])
        return {wanted[str(row.source_id)]: row.pk for row in rows}

    def comments(self, own_ids: Iterable[str]) -> dict[str, Comment]:
        wanted = self._by_source_id(own_ids)
        found = Comment.objects.filter(source_id__in=wanted)
        return {wanted[str(comment.source_id)]: comment for comment in found}

    def unknown(self, archived: Sequence[ArchivedComment]) -> list[ArchivedComment]:
        """Those that are not there yet; of several with one id, the first."""
        first = {comment.id: comment for comment in reversed(archived)}
        known = self.comments(first)
        return [c for c in archived if first[c.id] is c and c.id not in known]

    def _by_source_id(self, own_ids: Iterable[str]) -> dict[str, str]:
        return {self.source_id(own_id): own_id for own_id in own_ids}

    def _store_article(self, article: ArchivedArticle) -> bool:
        source_id = self.source_id(article.id)
        slug = slugify(article.slug or article.title)[:LONGEST_SLUG].strip("-") or "article"
        same = Article.objects.filter(slug=slug).first()
        if same and same.source_id is None:
            Article.objects.filter(pk=same.pk).update(source_id=source_id)
            return False
        if same:
            slug = f"{slug}-{sha256(source_id.encode()).hexdigest()[:12]}"
        Article.objects.create(
            slug=slug,
            title=storable(article.title)[:300],
            body=storable(article.body),
            published_at=article.published_at or timezone.now(),
            source_id=source_id,
        )
        return True

    def _author(self, author: ArchivedAuthor, source_id: str) -> Author:
        return Author(source_id=source_id, name=name_of(author), email=_email(author))

    def _give_name(self, row: Author, author: ArchivedAuthor) -> None:
        """The comments that are there were judged under no name: a bad one does not reach them."""
        name = name_of(author)
        if name != names.NAMELESS and not new_names.refusal(name):
            Author.objects.filter(pk=row.pk).update(name=name, email=_email(author))


def name_of(author: ArchivedAuthor) -> str:
    """The name that an archived author gets here."""
    return names.NAMELESS if name_fault(author) else _cleaned(author)


def name_fault(author: ArchivedAuthor) -> str:
    """What keeps the name of an archived author from being one; empty where nothing does."""
    return names.fault(_cleaned(author))


def _cleaned(author: ArchivedAuthor) -> str:
    return names.cleaned(author.name)[: names.LONGEST].strip()


def _email(author: ArchivedAuthor) -> str:
    try:
        validate_email(author.email)
    except ValidationError:
        return ""
    return author.email
