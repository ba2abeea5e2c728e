"""The clauses of policies in force, kept between requests: a published version never changes."""

from collections.abc import Iterable

from articles.kept import Kept
from articles.models import Comment
from moderation.models import Clause, PolicyVersion

kept: Kept[list[Clause]] = Kept(200)


def by_article(article_ids: Iterable[int]) -> dict[int, list[Clause]]:
    """Return the clauses that comments under each article are judged by, in their order.

    Where the versions are known, one query tells which are in force.
    """
    versions = PolicyVersion.objects.current_versions(article_ids, with_clauses=False)
    return {article: _clauses_of(version) for article, version in versions.items()}


def of_comment(comment: Comment) -> list[Clause]:
    """Return the clauses that `comment` can be removed under."""
    return by_article([comment.article_id])[comment.article_id]


def of_site() -> list[Clause]:
    """Return the clauses of the site's policy."""
    published = PolicyVersion.objects.filter(published_at__isnull=False)
    own = published.filter(policy__article__isnull=True, policy__section="")
    return _clauses_of(own.only("published_at").order_by("-number").first())


def _clauses_of(version: PolicyVersion | None) -> list[Clause]:
    if version is None:
        return []
    # The moment too: after a rollback another version may get the id.
    return kept.get((version.pk, version.published_at), lambda: list(_read(version)))


def _read(version: PolicyVersion) -> Iterable[Clause]:
    return Clause.objects.filter(version=version).select_related("version")
