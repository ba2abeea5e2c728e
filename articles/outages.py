"""What a reader and the log are told while the database does not answer."""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
)
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

logger = logging.getLogger(__name__)

OUR_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
RETRY_AFTER = "60"
# The fields of forms into which people write more than a word.
WRITTEN = ("text", "note", "reason", "answer")


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is to blame, and not what it was asked."""
    failed = isinstance(error, DatabaseError | InterfaceError)
    return failed and not isinstance(error, OUR_FAULTS)


def told(request: HttpRequest, error: BaseException, response: HttpResponse) -> HttpResponse:
    """Log an outage in one line, with its cause, and say in `response` when to come back."""
    cause = " ".join(str(error).split())
    logger.error("The database does not answer, at %s: %s", request.path, cause)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # or Django adds a line without the cause
    return response


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A page that needs no database, with whatever somebody wrote on it."""
    texts = [text for name in WRITTEN for text in request.POST.getlist(name) if text]
    page = render_to_string("503.html", {"texts": texts})
    return told(request, error, HttpResponse(page, status=503))


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault in what surrounds the views, as when a session is stored."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    return defaults.server_error(request)


class Outages:
    """Answers 503 where a view met a database that does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request, error) if is_outage(error) and not settings.DEBUG else None
