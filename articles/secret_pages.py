"""Pages whose address is a secret that gives access."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def secret_address(view: View) -> View:
    """Keep a page's secret address from caches and from other sites.

    The page is exempt from CSRF protection: forging a request takes the address, which itself
    grants access. Browsers that send no referrer send no origin either, and would be refused.
    """

    @wraps(view)
    def kept_secret(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(never_cache(kept_secret))
