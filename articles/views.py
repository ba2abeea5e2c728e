from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import discussions, languages, outages, robots, submissions, threads
from articles.forms import CommentForm, TextForm
from articles.identity import author_of, remember, submission_of
from articles.models import Article, Author, Comment

ARTICLES_PER_PAGE = 20

LEVELS = {
    Comment.Status.PUBLISHED: messages.SUCCESS,
    Comment.Status.HELD: messages.INFO,
    Comment.Status.REMOVED: messages.WARNING,
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
    submission = submission_of(request, form.cleaned_data["submission"])
    sent = submissions.post(
        form, request=request, article=shown, author=author, submission=submission
    )
    if sent.comment is None:
        return sent.mark(_article_page(request, shown, author, form))
    remember(request, sent.comment.author)
    return _to_outcome(request, sent.comment)


@require_http_methods(["GET", "POST"])
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit one's own comment.  On any error, the reader gets the text back."""
    try:
        return _edit_comment(request, pk)
    except DatabaseError as error:
        page = _text_kept(request, 503, _("The site cannot store comments at the moment."))
        return outages.told(request, error, page)


def _edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    written = own_comment(author_of(request), pk)
    given = request.POST if request.method == "POST" else None
    form = TextForm(given, initial={"text": written.text}, label_suffix="")
    if not form.is_valid():
        return _edit_page(request, written, form, status=400 if form.errors else 200)
    sent = submissions.edit(form, request=request, comment=written)
    if sent.comment is None:
        return sent.mark(_edit_page(request, written, form))
    return _to_outcome(request, sent.comment)


def own_comment(author: Author | None, pk: int) -> Comment:
    """The comment that `author` wrote; Http404 if it is of somebody else."""
    own = Comment.objects.filter(author=author) if author else Comment.objects.none()
    return get_object_or_404(own.select_related("article", "author"), pk=pk)


def _edit_page(
    request: HttpRequest, written: Comment, form: TextForm, status: int = 200
) -> HttpResponse:
    return render(request, "articles/edit.html", {"comment": written, "form": form}, status=status)


def _to_outcome(request: HttpRequest, posted: Comment) -> HttpResponse:
    """Tell the author the status of the comment, on the article's page."""
    status = Comment.Status(posted.status)
    messages.add_message(request, LEVELS[status], submissions.outcome(posted))
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
    languages.speak_for(shown, request)
    context = discussions.context(request, shown, author, form)
    return render(request, "articles/article.html", context, status=status)


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
                for name in ("name", "email", "parent", "submission", robots.OPENED)
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
