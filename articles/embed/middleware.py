"""Which sites may embed the discussion, and that no request of theirs has a cookie."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from articles.embed import PREFIX

METHODS = "GET, POST"
# Everything else that the script sends is on the list of Fetch and needs no leave.
HEADERS = "Authorization"
# In seconds; Chromium remembers leave for no longer.
LEAVE_LASTS = 7200


class Embeds:
    """Answers under /embed/ with CORS headers for EMBED_ORIGINS, and refuses other origins.

    It comes first, so that every answer can be read by the embedding page, errors included,
    and so that nothing after it sees a cookie: there is no session, and no CSRF token is needed,
    since a request without its token has the rights of a stranger.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        origin = request.headers.get("Origin")
        response = self._answer(request, origin)
        patch_vary_headers(response, ["Origin"])
        if origin and _is_listed(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    def _answer(self, request: HttpRequest, origin: str | None) -> HttpResponse:
        if origin is not None and not _is_listed(origin):
            told = _("This site is not listed in EMBED_ORIGINS.")
            return HttpResponse(told, status=HTTPStatus.FORBIDDEN, content_type="text/plain")
        if request.method == "OPTIONS":
            return _leave()
        return self.get_response(request)


def _is_listed(origin: str) -> bool:
    return origin in settings.EMBED_ORIGINS


def _leave() -> HttpResponse:
    """The answer to a browser that asks before it sends."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = HEADERS
    response.headers["Access-Control-Max-Age"] = str(LEAVE_LASTS)
    return response
