"""Finding comments by their words and authors by their names.

PostgreSQL looks words up in the index that migration `search_index` builds;
SQLite reads every comment, which a small paper's few thousand allow.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from articles.models import Author, Comment

CONFIGURATION = "simple"
"""No language's stems: comments come in many languages, and moderators look for exact words."""


def comments(
    *, words: str = "", author: int | None = None, status: str = "", before: int | None = None
) -> QuerySet[Comment]:
    """Comments that hold all of `words`, the newest first; narrowed by whatever is given.

    Quoted words must follow each other, and a word after a minus must not
    occur.  `before` is a comment's id that the results come before.
    """
    found: QuerySet[Comment] = Comment.objects.order_by("-pk")
    if words.strip():
        found = _with_words(found, words)
    narrowed: dict[str, Any] = {"author": author, "status": status or None, "pk__lt": before}
    return found.filter(**{name: value for name, value in narrowed.items() if value is not None})


def authors(name: str, limit: int = 10, *, by_email: bool = True) -> list[Author]:
    """Authors whose name, e-mail or name on a comment begins with `name`, in any case."""
    if not name.strip():
        return []
    other_names = Comment.objects.exclude(posted_as="").filter(posted_as__istartswith=name.strip())
    begins = Q(name__istartswith=name.strip())
    if by_email:
        begins |= Q(email__istartswith=name.strip())
    begins |= Q(pk__in=other_names.values("author"))
    return list(Author.objects.filter(begins).select_related("record").order_by("name")[:limit])


def _with_words(found: QuerySet[Comment], words: str) -> QuerySet[Comment]:
    if connection.vendor == "postgresql":
        query = SearchQuery(words, config=CONFIGURATION, search_type="websearch")
        return found.annotate(lexemes=SearchVector("text", config=CONFIGURATION)).filter(
            lexemes=query
        )
    for word in words.split():
        matches = Q(text__icontains=word.strip('-"'))
        found = found.exclude(matches) if word.startswith("-") else found.filter(matches)
    return found
