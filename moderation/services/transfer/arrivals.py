"""Articles, authors and comments of an archive, found by their source ids or created."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify

from articles import names, paper
from articles.models import Article, Author, Comment
from articles.text import has_something_to_read, storable
from moderation.services.judging import new_names
from moderation.services.readers.personal_data import erased_id
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
)

LONGEST_SOURCE_ID = 200
LONGEST_SLUG = 100
LONGEST_TITLE = 300
LONGEST_EMAIL = 254


class Arrivals:
    """The rows of one source.  `source_id` makes a unique id of an id in the archive."""

    def __init__(self, source: str) -> None:
        self.source = source

    def source_id(self, own_id: str) -> str:
        own = storable(own_id)
        whole = f"{self.source}:{own}"
        if len(whole) <= LONGEST_SOURCE_ID:
            return whole
        return f"{self.source}:sha256:{sha256(own.encode()).hexdigest()}"

    def articles(self, archived: Sequence[ArchivedArticle]) -> int:
        """Store new articles, and return how many.

        An article with the same slug that was not imported before is taken for
        the same one, and gets the archive's comments.
        """
        first = {self.source_id(article.id): article for article in reversed(archived)}
        known = self.article_ids(article.id for article in archived)
        unknown = [(own, article) for own, article in first.items() if own not in known]
        return sum(_store_article(article, source_id) for source_id, article in reversed(unknown))

    def article_ids(self, own_ids: Iterable[str]) -> dict[str, int]:
        found = Article.objects.filter(source_id__in=self._source_ids(own_ids))
        return {str(source_id): pk for source_id, pk in found.values_list("source_id", "pk")}

    def authors(self, archived: Sequence[ArchivedAuthor]) -> dict[str, Author]:
        """The authors by source id; new ones are stored under their first name in the archive.

        An author without a name gets one when the archive has it.  Erased
        authors are left out.
        """
        erased = self.erased(author.id for author in archived)
        named: dict[str, ArchivedAuthor] = {}
        for author in archived:
            source_id = self.source_id(author.id)
            if author.id in erased:
                continue
            if source_id not in named or name_of(named[source_id]) == names.NAMELESS:
                named[source_id] = author
        Author.objects.bulk_create(
            (
                Author(source_id=source_id, name=name_of(author), email=_email(author))
                for source_id, author in named.items()
            ),
            ignore_conflicts=True,
        )
        rows = {str(row.source_id): row for row in Author.objects.filter(source_id__in=named)}
        for source_id, row in rows.items():
            _give_name(row, named[source_id])
        return rows

    def erased(self, own_ids: Iterable[str]) -> set[str]:
        """The ids of authors who were erased on this site."""
        by_key = {erased_id(self.source_id(own_id)): own_id for own_id in own_ids}
        found = Author.objects.filter(source_id__in=by_key).values_list("source_id", flat=True)
        return {by_key[str(key)] for key in found}

    def comments(self, own_ids: Iterable[str]) -> dict[str, Comment]:
        """The stored comments by source id, including those of erased authors."""
        kept = {source_id: source_id for source_id in self._source_ids(own_ids)}
        sources = kept | {erased_id(source_id): source_id for source_id in kept}
        found = Comment.objects.filter(source_id__in=sources)
        return {sources[str(comment.source_id)]: comment for comment in found}

    def _source_ids(self, own_ids: Iterable[str]) -> set[str]:
        return {self.source_id(own_id) for own_id in own_ids}


def name_of(author: ArchivedAuthor) -> str:
    """The name under which an archived author is stored."""
    return names.NAMELESS if name_fault(author) else _cleaned(author)


def name_fault(author: ArchivedAuthor) -> str:
    """Why an archived author's name cannot be used; empty if it can."""
    return names.fault(_cleaned(author))


def _cleaned(author: ArchivedAuthor) -> str:
    return names.cleaned(author.name)[: names.LONGEST].strip()


def posted_as(named: ArchivedAuthor, author: Author) -> str:
    """The name that a comment was posted under, if different from the author's.

    A comment without a name keeps none, even if its author has one.
    """
    if not named.name:
        return ""
    name = name_of(named)
    return name if name != author.name or name == names.NAMELESS else ""


def is_cut(text: str, longest: int) -> bool:
    return len(_one_line(text)) > longest


def _one_line(text: str) -> str:
    return " ".join(storable(text).split())


def _store_article(article: ArchivedArticle, source_id: str) -> bool:
    """Whether it is new: one that is there by its address or slug gets the source's id."""
    title = _one_line(article.title)[:LONGEST_TITLE]
    slug = slugify(article.slug or title)[:LONGEST_SLUG].strip("-")
    url = article.url if paper.is_usable(article.url) else ""
    at_address = paper.find(url=url)
    named = Article.objects.filter(slug=slug or "article").first()
    same = at_address or (named if slug else None)
    commenting = Article.Commenting.CLOSED if article.closed else Article.Commenting.OPEN
    if same and same.source_id is None:
        same.source_id = source_id
        same.commenting = commenting if article.closed else same.commenting
        same.url = same.url or url
        same.save(update_fields=["source_id", "commenting", "url", "canonical_key"])
        return False
    slug = slug or "article"
    if named:
        slug = f"{slug}-{sha256(source_id.encode()).hexdigest()[:12]}"
    Article.objects.create(
        slug=slug,
        title=title if has_something_to_read(title) else "Untitled",
        body=storable(article.body),
        commenting=commenting,
        published_at=article.published_at or timezone.now(),
        source_id=source_id,
        url="" if at_address else url,
    )
    return True


def _give_name(row: Author, author: ArchivedAuthor) -> None:
    """Name an author who has no name yet.

    Existing comments were judged without the name, so one that is refused is not taken.
    """
    name = name_of(author)
    if row.name != names.NAMELESS or name == names.NAMELESS or new_names.refusal(name):
        return
    row.name = name
    row.take_email(_email(author))
    row.save(update_fields=["name", "email", "email_confirmed_at"])


def _email(author: ArchivedAuthor) -> str:
    try:
        validate_email(author.email)
    except ValidationError:
        return ""
    return author.email if len(author.email) <= LONGEST_EMAIL else ""
