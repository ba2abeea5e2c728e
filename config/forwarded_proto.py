"""Says what a proxy lacks, instead of redirecting to https for ever."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

TOLD = (
    "The proxy in front of this site does not set X-Forwarded-Proto, so the site cannot tell http "
    "from https. Let it send the header; docs/production.md has the line for nginx.\n"
)


class ForwardedProto:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SECURE_SSL_REDIRECT and settings.SECURE_PROXY_SSL_HEADER:
            header, _ = settings.SECURE_PROXY_SSL_HEADER
            if header not in request.META:
                return HttpResponse(TOLD, status=502, content_type="text/plain")
        return self.get_response(request)
