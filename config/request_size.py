"""Refuses requests that are too large before reading them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestSize:
    """Answers 413 to forms whose Content-Length is over the limit, files included.

    Django's own limit ignores files, which no page here accepts.  Views of the
    API read their bodies themselves and answer with an error in its format.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        """Runs before any other middleware reads the form."""
        reads_itself = getattr(view, "csrf_exempt", False)
        if reads_itself or _announced(request) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        response = render(request, "413.html", status=413)
        response.headers["Connection"] = "close"
        return response


def _announced(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length") or "0"
    return int(length) if length.isdecimal() and len(length) < 20 else 0
