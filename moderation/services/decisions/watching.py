"""The watch list: articles whose new comments moderators want to read first."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Article
from moderation.models import Watch


@transaction.atomic
def watch(*, article: Article, moderator: User, treatment: Watch.Treatment) -> Watch:
    """Watch `article` as `moderator`, or change how its new comments are treated."""
    made, _ = Watch.objects.update_or_create(
        article=article, moderator=moderator, defaults={"treatment": treatment}
    )
    return made


@transaction.atomic
def unwatch(*, article: Article, moderator: User) -> bool:
    """End the watch of `moderator`; False if there was none.  Waiting cases stay."""
    ended, _ = Watch.objects.filter(article=article, moderator=moderator).delete()
    return bool(ended)


def watchers(articles: Iterable[int]) -> dict[int, list[str]]:
    """The names of the moderators who watch each of the articles, by the article's id."""
    found: dict[int, list[str]] = {}
    rows = Watch.objects.filter(article__in=articles).order_by("moderator__username")
    for article, name in rows.values_list("article_id", "moderator__username"):
        found.setdefault(article, []).append(name)
    return found
