"""The clauses of policies in force, kept between requests: a published version never changes."""

from collections.abc import Iterable
from datetime import datetime

from articles.kept import Kept
from articles.models import Comment
from moderation.models import Clause, PolicyVersion

kept: Kept[list[Clause]] = Kept(200)


def by_article(article_ids: Iterable[int]) -> dict[int, list[Clause]]:
    """Return the clauses that comments under each article are judged by, in their order.

    Where the versions are known, one query tells which are in force.
    """
    keys = PolicyVersion.objects.keys_in_force(article_ids)
    return {article: _clauses_of(key) for article, key in keys.items()}


def of_comment(comment: Comment) -> list[Clause]:
    """Return the clauses that `comment` can be removed under."""
    return by_article([comment.article_id])[comment.article_id]


def of_site() -> list[Clause]:
    """Return the clauses of the site's policy."""
    published = PolicyVersion.objects.filter(published_at__isnull=False)
    own = published.filter(policy__article__isnull=True, policy__section="").order_by("-number")
    return _clauses_of(own.values_list("pk", "published_at").first())


def _clauses_of(key: tuple[int, datetime | None] | None) -> list[Clause]:
    """Return the clauses of a version by its id and the moment of its publication."""
    return kept.get(key, lambda: _read(key[0])) if key else []


def _read(version: int) -> list[Clause]:
    return list(Clause.objects.filter(version=version).select_related("version"))
