"""What readers see of an article's discussion, on its page and in an embed."""

from typing import Any

from django.http import HttpRequest

from articles import row_ids, threads
from articles.forms import CommentForm
from articles.models import Article, Author, Comment

OWN_HIDDEN_SHOWN = 5


def context(
    request: HttpRequest, article: Article, author: Author | None, form: CommentForm
) -> dict[str, Any]:
    """What `articles/_discussion.html` shows to `author`, with `form` to write in."""
    return {
        "article": article,
        "author": author,
        "form": form,
        "hidden": _hidden(article, author),
        "discussion": _asked_for(request, article),
    }


def _asked_for(request: HttpRequest, article: Article) -> threads.Discussion:
    """The page of threads that the address asks for, or a single thread."""
    if start := _published(article, request.GET.get("thread")):
        return threads.thread(start)
    is_newest = request.GET.get("order") == threads.NEWEST
    order = threads.NEWEST if is_newest else threads.OLDEST
    if found := _published(article, request.GET.get("comment")):
        return threads.showing(found, order=order)
    return threads.discussion(article, order=order, page=request.GET.get("page"))


def _published(article: Article, pk: str | None) -> Comment | None:
    number = row_ids.read(pk)
    return None if number is None else article.comments.published().filter(pk=number).first()


def _hidden(article: Article, author: Author | None) -> list[Comment]:
    """The author's newest comments that are not published."""
    if author is None:
        return []
    own = article.comments.filter(author=author).exclude(status=Comment.Status.PUBLISHED)
    return list(own.select_related("author").order_by("-posted_at", "-id")[:OWN_HIDDEN_SHOWN])
