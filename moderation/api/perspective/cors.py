"""Browsers that call from other sites' pages: which origins may, and what they are told.

No origin is allowed by a wildcard, and no cookie is read, so none is asked for.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from moderation.models import ApiKey
from moderation.services.clients import api_keys

METHODS = "GET, POST"
HEADERS = "Content-Type, X-Goog-Api-Key"
# In seconds; Chromium remembers leave for no longer.
LEAVE_LASTS = 7200


def may_use(key: ApiKey, origin: str) -> bool:
    """Whether a call with `key` is answered.  A program that is no browser names no origin."""
    return not origin or not key.origins or origin in key.origins


def tell(request: HttpRequest, response: HttpResponse, key: ApiKey | None) -> HttpResponse:
    """Let the page that called with `key` read the answer, if its origin is listed."""
    patch_vary_headers(response, ["Origin"])
    origin = origin_of(request)
    listed = key.origins if key and key.origins else settings.API_ORIGINS
    if origin and origin in listed:
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """Answer a browser that asks before it sends: it does not tell yet with which key."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    patch_vary_headers(response, ["Origin"])
    origin = origin_of(request)
    if origin and (origin in settings.API_ORIGINS or origin in api_keys.origins()):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = str(LEAVE_LASTS)
    return response


def origin_of(request: HttpRequest) -> str:
    return request.headers.get("Origin", "")
