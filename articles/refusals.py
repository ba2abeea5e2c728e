"""The page and the log line of a request that is not allowed."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views import defaults

logger = logging.getLogger(__name__)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason.  It is nobody's fault: the log has a line without a traceback."""
    logger.warning("Not allowed: %s %s", request.method, request.path)
    response = defaults.permission_denied(request, exception)
    response._has_been_logged = True  # type: ignore[attr-defined]  # or Django adds a traceback
    return response
