"""The discussion as fragments: what the article's page does, for a reader known by token."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import discussions
from articles.embed.fragments import fragment, show
from articles.embed.lookup import article_of
from articles.forms import CommentForm
from articles.models import Article, Author


@require_safe
@fragment
def discussion(request: HttpRequest, article_id: str = "") -> HttpResponse:
    """One page of the discussion, with the form to take part."""
    shown = article_of(request, article_id)
    author = None
    context = discussions.context(request, shown, author, _blank_form(shown, author))
    here = request.build_absolute_uri(shown.get_absolute_url())
    count = shown.comments.published().count()
    return show(request, "discussion", {**context, "here": here, "count": count})


def _blank_form(shown: Article, author: Author | None) -> CommentForm:
    """The page makes the number of a form: one that came from here could be a cached one."""
    form = CommentForm(article=shown, author=author)
    form.initial["submission"] = None
    return form
