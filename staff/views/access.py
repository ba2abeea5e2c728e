"""Who opens the pages about signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from staff import members

View = Callable[..., HttpResponse]


def leads_to_provider(view: View) -> View:
    """Let the forms of a page lead to the paper's identity provider, which the CSP forbids."""

    @wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.STAFF_OIDC_SERVER:
            return view(request, *args, **kwargs)
        parts = urlsplit(settings.STAFF_OIDC_SERVER)
        opened = csp_update({"form-action": [f"{parts.scheme}://{parts.netloc}"]})(view)
        return cast(HttpResponse, opened(request, *args, **kwargs))

    return led


def members_only(view: View) -> View:
    """Let the staff pass; readers have no use for these pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not members.is_member(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)
