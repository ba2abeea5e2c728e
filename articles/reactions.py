"""The button for a reaction, on the article's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import reacting
from articles.identity import author_of
from articles.models import Author, Comment
from articles.reacting import ReactionRefused
from articles.signals import CommentRefused


@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or take back a reaction, and return to the comment."""
    comment = reactable(pk)
    author = author_of(request)
    if refusal := change(request, comment, author):
        messages.warning(request, refusal)
    return redirect(comment)


def reactable(pk: int) -> Comment:
    """Raises Http404 for comments that readers do not see, and where reactions are off."""
    if not reacting.are_on():
        raise Http404
    return get_object_or_404(Comment.objects.published().select_related("article", "author"), pk=pk)


def change(request: HttpRequest, comment: Comment, author: Author | None) -> str:
    """Do what the button that was pressed says; return why not, or nothing."""
    if author is None:
        return _("Sign in, or post a comment first: one reader reacts once.")
    if request.POST.get("reaction") == "take back":
        reacting.take_back(comment=comment, author=author)
        return ""
    try:
        reacting.react(comment=comment, author=author, request=request)
    except (ReactionRefused, CommentRefused) as refusal:
        return str(refusal)
    return ""
