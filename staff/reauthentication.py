"""Sensitive acts ask again who is there, unless that was proved a moment ago.

`demanded` is the one place that decides it, `recently` its decorator and `SensitiveAdmin` what the
admin does with it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles import whole_page
from articles.saving import SavesAmongOthers
from staff import authentication, kept_request

View = Callable[..., HttpResponse]


def is_due(request: HttpRequest) -> bool:
    minutes: int = settings.REAUTHENTICATE_MINUTES
    return minutes > 0 and authentication.age(request) > minutes * 60


def demanded(request: HttpRequest) -> HttpResponse | None:
    """None, or the way to the page that asks, after which `request` is answered with its fields."""
    if not is_due(request):
        return None
    kept_request.keep(request)
    return whole_page.led(request, redirect("reauthenticate"))


def recently(view: View) -> View:
    """Let people pass who proved a moment ago who they are, and ask the others first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return demanded(request) or view(request, *args, **kwargs)

    return guarded


def demanded_of_post(request: HttpRequest) -> HttpResponse | None:
    """The same where something is sent; a form may be opened."""
    return demanded(request) if request.method == "POST" else None


class SensitiveAdmin(SavesAmongOthers):
    """Asks before rows are saved or deleted and before an action on them."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return demanded_of_post(request) or super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return demanded_of_post(request) or super().delete_view(request, *args, **kwargs)

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return demanded(request) or super().response_action(request, queryset)
