from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import csrf
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import outages, posting, row_ids, threads
from articles.forms import CommentForm, TextForm
from articles.identity import author_of, new_author, remember, submission_of
from articles.models import Article, Author, Comment
from articles.signals import CommentQuestioned, CommentRefused

ARTICLES_PER_PAGE = 20
OWN_HIDDEN_SHOWN = 5

OUTCOMES = {
    Comment.Status.PUBLISHED: (messages.SUCCESS, gettext_lazy("Your comment is published.")),
    Comment.Status.HELD: (
        messages.INFO,
        gettext_lazy("Thank you. Your comment is waiting for review by a moderator."),
    ),
    Comment.Status.REMOVED: (
        messages.WARNING,
        gettext_lazy("Your comment is not published, because it breaks the discussion policy."),
    ),
}


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Article.objects.all(), ARTICLES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/article_list.html", {"page": page})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Article, slug=slug)
    author = author_of(request)
    parent = request.GET.get("reply_to")
    form = CommentForm(article=shown, author=author, user=request.user, parent=parent)
    return _article_page(request, shown, author, form)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """The permalink of a comment: the page of its article that shows it."""
    shown = get_object_or_404(Comment.objects.published().select_related("article"), pk=pk)
    page = threads.page_of(shown)
    on_it = threads.discussion(shown.article, page=page)
    if all(item.comment != shown for item in on_it.comments):
        query = "?" + urlencode({"thread": shown.pk})
    else:
        query = "?" + urlencode({"page": page}) if page > 1 else ""
    return redirect(f"{shown.article.get_absolute_url()}{query}#comment-{shown.pk}")


@require_POST
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Post a comment.  On any error, the reader gets the text back."""
    try:
        return _post_comment(request, get_object_or_404(Article, slug=slug))
    except Http404:
        return _text_kept(request, 404, _("This article does not exist or was removed."))
    except DatabaseError as error:
        page = _text_kept(request, 503, _("The site cannot store comments at the moment."))
        return outages.told(request, error, page)


def _post_comment(request: HttpRequest, shown: Article) -> HttpResponse:
    author = author_of(request)
    form = CommentForm(request.POST, article=shown, author=author, user=request.user)
    if not form.is_valid():
        return _article_page(request, shown, author, form, status=400)
    given = form.cleaned_data
    try:
        posted = posting.post(
            article=shown,
            author=author or new_author(request, name=given["name"], email=given["email"]),
            text=given["text"],
            parent=given["parent"],
            submission=submission_of(request, given["submission"]),
            confirmed=given["confirmed"],
            request=request,
        )
    except CommentQuestioned as question:
        form.ask(str(question))
        return _article_page(request, shown, author, form)
    except CommentRefused as refusal:
        form.add_error(None, str(refusal))
        return _refused(_article_page(request, shown, author, form, status=403), refusal)
    remember(request, posted.author)
    return _to_outcome(request, posted)


@require_http_methods(["GET", "POST"])
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own comment.  On any error, the reader gets the text back."""
    try:
        return _edit_comment(request, pk)
    except DatabaseError as error:
        page = _text_kept(request, 503, _("The site cannot store comments at the moment."))
        return outages.told(request, error, page)


def _edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    author = author_of(request)
    own = Comment.objects.filter(author=author) if author else Comment.objects.none()
    written = get_object_or_404(own.select_related("article", "author"), pk=pk)
    given = request.POST if request.method == "POST" else None
    form = TextForm(given, initial={"text": written.text}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            edited = posting.edit(comment=written, request=request, **form.cleaned_data)
        except CommentQuestioned as question:
            form.ask(str(question))
        except CommentRefused as refusal:
            form.add_error(None, str(refusal))
            return _refused(_edit_page(request, written, form, status=400), refusal)
        else:
            return _to_outcome(request, edited)
    return _edit_page(request, written, form, status=400 if form.errors else 200)


def _edit_page(request: HttpRequest, written: Comment, form: TextForm, status: int) -> HttpResponse:
    return render(request, "articles/edit.html", {"comment": written, "form": form}, status=status)


def _refused(page: HttpResponse, refusal: CommentRefused) -> HttpResponse:
    """Answer 429 where the author only has to wait."""
    if refusal.retry_after is not None:
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page.headers["Retry-After"] = str(refusal.retry_after)
    return page


def _to_outcome(request: HttpRequest, posted: Comment) -> HttpResponse:
    """Tell the author the status of the comment, on the article's page."""
    messages.add_message(request, *OUTCOMES[Comment.Status(posted.status)])
    if posted.status == Comment.Status.PUBLISHED:
        return redirect(posted)
    return redirect(f"{posted.article.get_absolute_url()}#comments")


def _article_page(
    request: HttpRequest,
    shown: Article,
    author: Author | None,
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "article": shown,
        "author": author,
        "form": form,
        "hidden": _hidden(shown, author),
        "discussion": _discussion(request, shown),
    }
    return render(request, "articles/article.html", context, status=status)


def _discussion(request: HttpRequest, shown: Article) -> threads.Discussion:
    """The requested page of threads, or a single thread."""
    if start := _published(shown, request.GET.get("thread", "")):
        return threads.thread(start)
    order, page = request.GET.get("order", threads.OLDEST), request.GET.get("page")
    return threads.discussion(shown, order=order, page=page)


def _published(shown: Article, pk: str) -> Comment | None:
    number = row_ids.read(pk)
    return None if number is None else shown.comments.published().filter(pk=number).first()


def _hidden(shown: Article, author: Author | None) -> list[Comment]:
    """The author's newest comments that are not published."""
    if author is None:
        return []
    own = shown.comments.filter(author=author).exclude(status=Comment.Status.PUBLISHED)
    return list(own.select_related("author").order_by("-posted_at", "-id")[:OWN_HIDDEN_SHOWN])


def _text_kept(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """A page that needs no database, with the reader's text on it."""
    return render(
        request,
        "articles/text_kept.html",
        {
            "reason": reason,
            "text": request.POST.get("text", ""),
            "others": [
                (name, request.POST.get(name, ""))
                for name in ("name", "email", "parent", "submission")
            ],
            "retry": status != 404,
        },
        status=status,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give the text back if the CSRF token is too old or missing."""
    if not request.POST.get("text"):
        return csrf.csrf_failure(request, reason)
    return _text_kept(request, 403, _("This page was open for too long, or cookies are disabled."))
