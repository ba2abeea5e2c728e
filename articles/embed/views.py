"""The discussion as fragments: what the article's page does, for a reader known by token."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import (
    bearer,
    counting,
    discussions,
    proof_of_work,
    reacting,
    reactions,
    submissions,
)
from articles.bearer import Reason, TokenRefused, guests
from articles.embed.fragments import fragment, outcome, sentence, show
from articles.embed.lookup import article_of
from articles.embed.shared import shared
from articles.forms import CommentForm, TextForm
from articles.identity import author_of, submission_of
from articles.models import Article, Author, Comment
from articles.views import own_comment


@require_safe
@fragment
@shared
def discussion(request: HttpRequest, article_id: str = "") -> HttpResponse:
    """One page of the discussion, with the form to take part; it is readable with any token."""
    shown = article_of(request, article_id)
    author, refused = None, None
    try:
        author = author_of(request)
    except TokenRefused as refusal:
        refused = refusal
    context = discussions.context(request, shown, author, _blank_form(shown, author))
    here = request.build_absolute_uri(shown.get_absolute_url())
    count = counting.count(shown.comments.published())
    return show(
        request, "discussion", {**context, "here": here, "count": count, "refused": refused}
    )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The full page of an article, for the link that stands where no script runs."""
    return redirect(article_of(request))


@require_safe
@fragment
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to answer a comment."""
    answered = get_object_or_404(Comment.objects.published().select_related("article"), pk=pk)
    author = author_of(request)
    return _form(request, answered.article, author, _blank_form(answered.article, author, pk))


@require_POST
@fragment
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Article, slug=slug)
    author = author_of(request)
    if author is None and not settings.EMBED_GUESTS:
        raise TokenRefused(Reason.NO_GUESTS)
    form = CommentForm(request.POST, article=shown, author=author)
    if not form.is_valid():
        return _form(request, shown, author, form, HTTPStatus.BAD_REQUEST)
    submission = submission_of(request, form.cleaned_data["submission"])
    sent = submissions.post(
        form, request=request, article=shown, author=author, submission=submission
    )
    if sent.comment is None:
        return sent.mark(_form(request, shown, author, form))
    return _told(request, sent.comment)


@require_http_methods(["GET", "POST"])
@fragment
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    written = own_comment(author_of(request), pk)
    given = request.POST if request.method == "POST" else None
    form = TextForm(given, initial={"text": written.text}, label_suffix="", auto_id=f"edit-{pk}-%s")
    context = {"comment": written, "form": form}
    if not form.is_valid():
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
        return show(request, "edit", context, status=status)
    sent = submissions.edit(form, request=request, comment=written)
    if sent.comment is None:
        return sent.mark(show(request, "edit", context))
    return _told(request, sent.comment)


@require_safe
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """What a browser has to compute before it posts, for pages and embeds."""
    return JsonResponse(proof_of_work.challenge())


@require_POST
@fragment
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or take back a reaction; the answer is the button as it is now."""
    comment = reactions.reactable(pk)
    author = author_of(request)
    if refusal := reactions.change(request, comment, author):
        return sentence(request, refusal, HTTPStatus.FORBIDDEN)
    comment.refresh_from_db(fields=["reaction_count"])
    context = {
        "comment": comment,
        "can_react": True,
        "has_reacted": comment.pk in reacting.reacted(author, [comment]),
        "reaction_word": reacting.word(),
    }
    return show(request, "reaction", context)


@require_POST
@fragment
def sign_out(request: HttpRequest) -> HttpResponse:
    """Refuse the request's token from now on, wherever it was copied to."""
    bearer.sign_out(request)
    return outcome(request, _("You are signed out."))


def _blank_form(shown: Article, author: Author | None, parent: int | None = None) -> CommentForm:
    """The page makes the number of a form: one that came from here could be a cached one."""
    form = CommentForm(article=shown, author=author, parent=parent)
    form.initial["submission"] = None
    return form


def _form(
    request: HttpRequest,
    shown: Article,
    author: Author | None,
    form: CommentForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form alone; beside the one above the comments, those of replies need ids of their own."""
    if answered := form.answered:
        form.auto_id = f"reply-{answered.pk}-%s"
    context = {"article": shown, "author": author, "form": form}
    return show(request, "form", context, status=status)


def _told(request: HttpRequest, stored: Comment) -> HttpResponse:
    """What became of the comment, and by what its author is known if they have no account."""
    author = stored.author
    is_guest = author.user_id is None and author.external_id is None
    context = {"comment": stored, "guest": guests.token_for(author) if is_guest else ""}
    return outcome(request, submissions.outcome(stored), **context)
