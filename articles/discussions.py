"""What readers see of an article's discussion, on its page and in an embed."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import impostors, reacting, row_ids, threads
from articles.forms import CommentForm
from articles.models import Article, Author, Comment

OWN_HIDDEN_SHOWN = 5
PICKS_SHOWN = 5


def context(
    request: HttpRequest, article: Article, author: Author | None, form: CommentForm
) -> dict[str, Any]:
    """What `articles/_discussion.html` shows to `author`, with `form` to write in."""
    discussion = _asked_for(request, article)
    comments = [shown.comment for shown in discussion.comments]
    return {
        "article": article,
        "author": author,
        "form": form,
        "hidden": _hidden(article, author),
        "discussion": discussion,
        "picks": _picks(article) if discussion.page.number == 1 else [],
        "reactions": reacting.are_on(),
        "reaction_word": reacting.word(),
        "reacted": reacting.reacted(author, comments),
        "orders": _orders(discussion.order),
    }


def _orders(current: str) -> list[tuple[str, str, bool]]:
    """Each order's name in addresses, its label, and whether it is the current one."""
    labels = {threads.OLDEST: _("Oldest first"), threads.NEWEST: _("Newest first")}
    if reacting.are_on():
        labels[threads.MOST_RESPECTED] = reacting.word_of_order()
    return [(order, label, order == current) for order, label in labels.items()]


def _picks(article: Article) -> list[Comment]:
    """The comments that the editors picked last."""
    picked = article.comments.published().filter(featured_at__isnull=False)
    found = list(picked.select_related("author").order_by("-featured_at")[:PICKS_SHOWN])
    impostors.mark(found)
    return found


def _asked_for(request: HttpRequest, article: Article) -> threads.Discussion:
    """The page of threads that the address asks for, or a single thread."""
    if start := _published(article, request.GET.get("thread")):
        return threads.thread(start)
    order = request.GET.get("order", threads.OLDEST)
    if order == threads.MOST_RESPECTED and not reacting.are_on():
        order = threads.OLDEST
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
