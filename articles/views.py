from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles import posting
from articles.forms import CommentForm
from articles.identity import author_of, new_author, remember
from articles.models import Article, Comment
from articles.signals import CommentRefused

ARTICLES_PER_PAGE = 20
COMMENTS_PER_PAGE = 50


@require_GET
def article_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Article.objects.all(), ARTICLES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/article_list.html", {"page": page})


@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Article, slug=slug)
    form = CommentForm(article=shown, author=author_of(request))
    return _article_page(request, shown, form)


@require_POST
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Article, slug=slug)
    author = author_of(request)
    form = CommentForm(request.POST, article=shown, author=author)
    if not form.is_valid():
        return _article_page(request, shown, form, status=400)
    if author is None:
        author = new_author(
            request, name=form.cleaned_data["name"], email=form.cleaned_data["email"]
        )
    try:
        comment = posting.post(
            article=shown,
            author=author,
            text=form.cleaned_data["text"],
            parent=form.cleaned_data["parent"],
            request=request,
        )
    except CommentRefused as refusal:
        form.add_error(None, str(refusal))
        return _article_page(request, shown, form, status=403)
    remember(request, author)
    if comment.status == Comment.Status.PUBLISHED:
        messages.success(request, "Your comment is published.")
        return redirect(comment)
    messages.info(
        request, "Thank you. Your comment waits for a moderator before readers can see it."
    )
    return redirect(f"{shown.get_absolute_url()}#comments")


def _article_page(
    request: HttpRequest, shown: Article, form: CommentForm, status: int = 200
) -> HttpResponse:
    comments = (
        shown.comments.published().in_thread_order().select_related("author", "parent__author")
    )
    page = Paginator(comments, COMMENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"article": shown, "page": page, "form": form}
    return render(request, "articles/article.html", context, status=status)
