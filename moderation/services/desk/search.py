"""Searching comments by words, author, time, status and clause, and authors by name.

Pages follow each other by key, newest first. PostgreSQL uses the index of words that migration
0002_database_rules creates; SQLite reads every comment, which is fast enough for a few thousand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles import row_ids
from articles.models import Author, Comment
from moderation.models import Clause, Finding
from moderation.services.desk.cards import with_people

# No stemming: comments come in many languages, and moderators look for exact words.
CONFIGURATION = "simple"
# The most authors whose comments one search lists.
AUTHORS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What comments are searched for; empty fields do not narrow.

    `words` must all occur; quoted ones must be adjacent, and a word after a minus must not occur.
    `authors` are ids. `since` and `until` are days, both included. `clause` is the words of a
    clause that a comment was found to break; `sections` are those that the moderator sees.
    """

    words: str = ""
    authors: Sequence[int] | None = None
    status: str = ""
    since: date | None = None
    until: date | None = None
    clause: str = ""
    sections: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some comments, the newest first, loaded for `cards.of_comments`.

    `next` is the key of the following page, empty on the last.
    """

    comments: list[Comment]
    next: str


def page(asked: Asked, *, after: str = "", size: int) -> Found:
    """Return the `size` newest comments that match, beyond the key `after`, in three queries.

    An invalid key gives the first page.
    """
    found = comments(asked)
    if key := _read_key(after):
        moment, pk = key
        found = found.filter(Q(posted_at__lte=moment) & (Q(posted_at__lt=moment) | Q(pk__lt=pk)))
    rows = list(found.values_list("posted_at", "pk")[: size + 1])
    loaded = with_people(Comment.objects.all()).in_bulk([pk for _, pk in rows[:size]])
    shown = [loaded[pk] for _, pk in rows[:size] if pk in loaded]
    if len(rows) <= size:
        return Found(shown, "")
    moment, pk = rows[size - 1]
    return Found(shown, f"{moment.isoformat()}_{pk}")


def comments(asked: Asked) -> QuerySet[Comment]:
    """Return all comments that match, the newest first."""
    found: QuerySet[Comment] = Comment.objects.order_by("-posted_at", "-pk")
    if asked.words.strip():
        found = _with_words(found, asked.words)
    if asked.clause:
        found = found.filter(Exists(_breaches(asked.clause)))
    narrowed: dict[str, Any] = {
        "author__in": asked.authors,
        "article__section__in": asked.sections,
        "status": asked.status or None,
        "posted_at__gte": asked.since and _midnight(asked.since),
        "posted_at__lt": asked.until and _midnight(asked.until + timedelta(days=1)),
    }
    return found.filter(**{name: value for name, value in narrowed.items() if value is not None})


def authors(name: str, limit: int = 10, *, by_email: bool = True) -> list[Author]:
    """Return authors whose name, e-mail address or name on a comment begins with `name`, ignoring
    case.
    """
    name = name.strip()
    if not name:
        return []
    renamed = Comment.objects.exclude(posted_as="").filter(posted_as__istartswith=name)
    begins = Q(name__istartswith=name)
    if by_email:
        begins |= Q(email__istartswith=name)
    # As a list: with a subquery PostgreSQL would read every author.
    begins |= Q(pk__in=list(renamed.values_list("author", flat=True).distinct()[:AUTHORS_AT_MOST]))
    return list(Author.objects.filter(begins).select_related("record").order_by("name")[:limit])


def finds_whole_words() -> bool:
    """Whether a word is found as a whole only; otherwise also inside of longer ones."""
    return connection.vendor == "postgresql"


def _breaches(quote: str) -> QuerySet[Finding]:
    """The findings of the clauses with these words; their ids tell the database how many."""
    clauses = list(Clause.objects.filter(quote=quote).values_list("pk", flat=True))
    return Finding.objects.filter(comment=OuterRef("pk"), clause__in=clauses)


def _with_words(found: QuerySet[Comment], words: str) -> QuerySet[Comment]:
    if finds_whole_words():
        query = SearchQuery(words, config=CONFIGURATION, search_type="websearch")
        return found.annotate(lexemes=SearchVector("text", config=CONFIGURATION)).filter(
            lexemes=query
        )
    for word in words.split():
        matches = Q(text__icontains=word.strip('-"'))
        found = found.exclude(matches) if word.startswith("-") else found.filter(matches)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _read_key(key: str) -> tuple[datetime, int] | None:
    text, _, number = key.rpartition("_")
    pk = row_ids.read(number)
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None if pk is None else (moment, pk)
