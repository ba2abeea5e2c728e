"""Access to the desk, and where a request redirects to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from articles import whole_page
from articles.models import Comment
from moderation.permissions import may_moderate, may_moderate_section
from moderation.services.decisions.authority import REASONS
from moderation.services.decisions.leaving import Why

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request of a moderator, with the attributes that the middleware adds."""

    user: User
    htmx: HtmxDetails


def allowed_only(may: Callable[[User | AnonymousUser], bool]) -> Callable[[View], View]:
    """Let users pass whom `may` allows; redirect others to the login page, or refuse users without
    the permission.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if may(request.user):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied
            return _to_login(request)

        return guarded

    return guard


moderators_only = allowed_only(may_moderate)


def check_section(request: DeskRequest, comment: Comment) -> None:
    """Raise PermissionDenied, with what to tell, if the comment is of a section of others."""
    if not may_moderate_section(request.user, comment.article):
        raise PermissionDenied(REASONS[Why.OTHER_SECTION])


def comment_or_404(request: DeskRequest, pk: int) -> Comment:
    """Return a comment with its article.

    Raises Http404 if there is none, and PermissionDenied if it is of a section of others.
    """
    comment = get_object_or_404(Comment.objects.select_related("article", "author"), pk=pk)
    check_section(request, comment)
    return comment


def redirect_target(request: HttpRequest, name: str = "next") -> str:
    """Return the page of this site that the field `name` gives, or the queue."""
    wanted = request.POST.get(name) or request.GET.get(name) or ""
    if "/" in wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("desk:queue")


def _to_login(request: DeskRequest) -> HttpResponse:
    """Redirect the whole page, and afterwards back to it."""
    asked_for = request.get_full_path()
    if request.htmx:
        asked_for = _page_of_htmx(request) or reverse("desk:queue")
    return whole_page.led(request, redirect_to_login(asked_for))


def _page_of_htmx(request: DeskRequest) -> str | None:
    try:
        return request.htmx.current_url_abs_path
    except ValueError:  # the header is no address
        return None
