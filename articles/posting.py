"""How a comment gets onto the site: asked about, stored, then handed on to be judged."""

from django.http import HttpRequest

from articles.models import Article, Author, Comment
from articles.signals import CommentRefused, comment_posted, comment_submitted


def post(
    *,
    article: Article,
    author: Author,
    text: str,
    parent: Comment | None = None,
    request: HttpRequest | None = None,
) -> Comment:
    """Store a comment by `author`, who may be new, and have it judged before it returns.

    The comment's status tells whether readers see it.  Raises CommentRefused
    with the reason, and stores nothing, where it may not be posted.
    """
    if article.commenting != Article.Commenting.OPEN:
        raise CommentRefused("Comments on this article are closed.")
    comment = Comment(article=article, author=author, text=text, parent=parent)
    comment_submitted.send(sender=Comment, comment=comment, request=request)
    if author.pk is None:
        author.save()
    comment.author = author
    comment.save()
    comment_posted.send(sender=Comment, comments=[comment])
    comment.refresh_from_db(fields=["status"])
    return comment
