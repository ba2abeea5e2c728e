"""Responses and log lines while the database is unavailable."""

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

QUERY_ERRORS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
RETRY_AFTER = "60"
# Form fields whose text is given back to the reader.
TEXT_FIELDS = ("text", "note", "reason", "answer")


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is unavailable, rather than a query wrong."""
    failed = isinstance(error, DatabaseError | InterfaceError)
    return failed and not isinstance(error, QUERY_ERRORS)


def told(request: HttpRequest, error: BaseException, response: HttpResponse) -> HttpResponse:
    """Log an outage in one line, with its cause, and set Retry-After on `response`."""
    cause = " ".join(str(error).split())
    logger.error("The database does not answer, at %s: %s", request.path, cause)
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # or Django adds a line without the cause
    return response


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A page that needs no database, with the text that the reader sent."""
    texts = [text for name in TEXT_FIELDS for text in request.POST.getlist(name) if text]
    page = render_to_string("503.html", {"texts": texts})
    return told(request, error, HttpResponse(page, status=503))


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for errors outside views, such as in storing a session."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    return defaults.server_error(request)


class Outages:
    """Answers 503 if the database is unavailable in a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request, error) if is_outage(error) and not settings.DEBUG else None
