"""One answer for all readers without a token, so that a hot article costs next to nothing."""

import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

logger = logging.getLogger(__name__)

# Seconds for which a comment that was removed may still be read.
KEPT = 5
# What the answer depends on, besides the article and the language.
ASKED = ("id", "url", "page", "order", "thread", "comment")

View = Callable[..., HttpResponse]
Kept = tuple[str, bytes]


def shared(view: View) -> View:
    """Answer readers without a token with what `view` said to another, and 304 if they have it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "Authorization" in request.headers:
            return view(request, *args, **kwargs)
        key = _key(request, kwargs)
        kept = _kept(key)
        if kept is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            kept = (f'"{sha256(response.content).hexdigest()[:32]}"', response.content)
            _keep(key, kept)
        return _answer(request, *kept)

    return answered


def _answer(request: HttpRequest, tag: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Authorization"])
    return get_conditional_response(request, etag=tag, response=response) or response


def _key(request: HttpRequest, arguments: dict[str, Any]) -> str:
    asked = [request.GET.get(name) for name in ASKED]
    about = (request.scheme, request.get_host(), translation.get_language(), arguments, asked)
    return f"embed-{sha256(repr(about).encode()).hexdigest()}"


def _kept(key: str) -> Kept | None:
    try:
        found: Kept | None = cache.get(key)
    except Exception as error:  # noqa: BLE001 -- every kind of cache has errors of its own
        logger.warning("Fragments are not kept: %s in the cache", type(error).__name__)
        return None
    return found


def _keep(key: str, kept: Kept) -> None:
    try:
        cache.set(key, kept, KEPT)
    except Exception as error:  # noqa: BLE001 -- as above
        logger.warning("Fragments are not kept: %s in the cache", type(error).__name__)
