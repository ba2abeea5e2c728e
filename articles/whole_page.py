"""Leading somewhere else from a page or from a part of one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect


def led(request: HttpRequest, to: HttpResponseRedirect) -> HttpResponse:
    """`to`, for the whole page also where htmx asks: no form to log in may appear inside a part."""
    if request.htmx:  # type: ignore[attr-defined]  # the middleware adds it
        return HttpResponseClientRedirect(to.url)
    return to
