"""Pages whose address is a secret that gives access."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.signed_links import LinkNotValid

View = Callable[..., HttpResponse]


def secret_address(view: View) -> View:
    """Keep a page's secret address from caches and from other sites.

    A view that raises LinkNotValid answers that the link does nothing any more.
    The page is exempt from CSRF protection: forging a request takes the address, which itself
    grants access. Browsers that send no referrer send no origin either, and would be refused.
    """

    @wraps(view)
    def kept_secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except LinkNotValid:
            response = render(request, "articles/link_not_valid.html", status=HTTPStatus.GONE)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(never_cache(kept_secret))
