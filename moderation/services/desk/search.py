"""Searching comments by words and authors by name.

PostgreSQL uses the index that migration 0002_database_rules creates; SQLite scans every comment,
which is fast enough for a few thousand.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from articles.models import Author, Comment

# No stemming: comments come in many languages, and moderators look for exact words.
CONFIGURATION = "simple"


def comments(
    *, words: str = "", author: int | None = None, status: str = "", before: int | None = None
) -> QuerySet[Comment]:
    """Return comments that contain all of `words`, the newest first, filtered by the other
    arguments.

    Quoted words must be adjacent, and a word after a minus must not occur. `before` is the
    comment's id that the results precede.
    """
    found: QuerySet[Comment] = Comment.objects.order_by("-pk")
    if words.strip():
        found = _with_words(found, words)
    narrowed: dict[str, Any] = {"author": author, "status": status or None, "pk__lt": before}
    return found.filter(**{name: value for name, value in narrowed.items() if value is not None})


def authors(name: str, limit: int = 10, *, by_email: bool = True) -> list[Author]:
    """Return authors whose name, e-mail address or name on a comment begins with `name`, ignoring
    case.
    """
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
