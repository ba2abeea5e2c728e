"""Answers that become part of the paper's page: fragments, and errors as sentences."""

from collections.abc import Callable, Mapping
from functools import singledispatch, wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from articles import bearer, outages
from articles.bearer import TokenRefused, keys
from articles.limits import RateLimited

View = Callable[..., HttpResponse]
FORM = "application/x-www-form-urlencoded"
FAILURES = (
    Http404,
    TokenRefused,
    RateLimited,
    SuspiciousOperation,
    DatabaseError,
    InterfaceError,
)


def fragment(view: View) -> View:
    """Make `view` answer an embed.

    It is exempt from CSRF protection, which guards what browsers send along by themselves:
    requests to it carry no cookie, and a token only where the page's script adds it.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.content_type not in (FORM, ""):
            told = _("Send the form as application/x-www-form-urlencoded.")
            return sentence(request, told, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        bearer.mark(request)
        try:
            return view(request, *args, **kwargs)
        except FAILURES as error:
            return _failed(error, request)

    return csrf_exempt(answered)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """A fragment whose addresses are whole ones, for this reader alone."""
    shown = {
        **context,
        "origin": f"{request.scheme}://{request.get_host()}",
        "guests_may_write": settings.EMBED_GUESTS,
        "sign_in": keys.are_set_up(),
    }
    response = render(request, f"embed/{template}.html", shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    return response


def outcome(request: HttpRequest, told: str, **context: Any) -> HttpResponse:
    """What became of a form that needs no more."""
    return show(request, "outcome", {**context, "told": told})


def sentence(request: HttpRequest, told: str, status: int, **context: Any) -> HttpResponse:
    """Why nothing can be shown or done."""
    return show(request, "sentence", {**context, "told": told}, status=status)


@singledispatch
def _failed(error: Exception, request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- others use it
    """The sentence for `error`, with its status."""
    raise error


@_failed.register
def _missing(error: Http404, request: HttpRequest) -> HttpResponse:
    return sentence(request, str(error), HTTPStatus.NOT_FOUND)


@_failed.register
def _unknown(error: TokenRefused, request: HttpRequest) -> HttpResponse:
    response = sentence(request, str(error), HTTPStatus.UNAUTHORIZED, refused=error)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@_failed.register
def _limited(error: RateLimited, request: HttpRequest) -> HttpResponse:
    response = sentence(request, str(error), HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(int(error.wait.total_seconds()))
    return response


@_failed.register
def _unreadable(error: SuspiciousOperation, request: HttpRequest) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        told = _("This is too long to be sent. Please shorten it.")
        return sentence(request, told, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return sentence(request, _("The form cannot be read."), HTTPStatus.BAD_REQUEST)


@_failed.register
def _unavailable(error: DatabaseError | InterfaceError, request: HttpRequest) -> HttpResponse:
    if not outages.is_outage(error):
        raise error
    told = _("The comments are not available at the moment. Please try again in a minute.")
    page = sentence(request, told, HTTPStatus.SERVICE_UNAVAILABLE)
    return outages.told(request, error, page)
