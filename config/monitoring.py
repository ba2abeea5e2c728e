"""Answers monitoring before anything else looks at a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from moderation.views import health

VIEWS = {"/healthz": health.healthz, "/metrics": health.metrics}


class Monitoring:
    """Answers `/healthz` and `/metrics` under any Host, and over http.

    Balancers ask each process itself, by an address that is in no ALLOWED_HOSTS, and take a
    redirect to https for a failure.  Neither view uses the host, nor shows anything that is
    not public or behind METRICS_TOKEN.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        view: Callable[[HttpRequest], HttpResponse] | None = VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)
