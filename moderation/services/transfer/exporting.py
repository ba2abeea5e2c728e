"""Exports articles and comments as rows that can be imported again."""

from collections.abc import Iterator
from typing import Any

from articles.models import Article, Author, Comment

CHUNK = 1000
Row = dict[str, Any]


def articles() -> Iterator[Row]:
    for article in Article.objects.order_by("pk").iterator(CHUNK):
        yield {
            "what": "article",
            "id": own_id(article),
            "title": article.title,
            "slug": article.slug,
            "body": article.body,
            "published_at": article.published_at.isoformat(),
            "commenting": article.commenting,
            "url": article.url,
        }


def comments() -> Iterator[Row]:
    """Comments, oldest first, so that most come after the comment they answer."""
    related = Comment.objects.select_related("article", "author", "parent")
    for comment in related.order_by("pk").iterator(CHUNK):
        yield {
            "what": "comment",
            "id": own_id(comment),
            "article": own_id(comment.article),
            "article_title": comment.article.title,
            "parent": own_id(comment.parent) if comment.parent else "",
            "author": comment.author_name,
            "author_id": own_id(comment.author),
            "email": comment.author.email,
            "text": comment.text,
            "posted_at": comment.posted_at.isoformat(),
            "status": comment.status,
        }


def own_id(row: Article | Author | Comment) -> str:
    """The row's id in the export: its source id, or its primary key."""
    return row.source_id or str(row.pk)
