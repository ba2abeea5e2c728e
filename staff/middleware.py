"""What the desk and the admin ask of a session, beside permissions."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles import whole_page
from staff import idle, kept_request, members, second_factor

GUARDED = ("desk", "admin")
OPEN = ("login", "logout", "jsi18n")
# Characters of a form that is kept when its session has ended.
KEPT = 200_000


class Guard:
    """Looks at what the desk and the admin are asked, before their views do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @staticmethod
    def concerns(request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.app_name in GUARDED and match.url_name not in OPEN


class IdleSessions(Guard):
    """Ends sessions that nobody used, and keeps what is sent afterwards until they are back."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponse | None:
        if not self.concerns(request):
            return None
        if request.user.is_authenticated:
            if not idle.is_over(request):
                if not idle.is_background(view):
                    idle.note_act(request)
                return None
            idle.end(request)
        if not idle.has_ended(request):
            return None
        if idle.is_background(view):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        if request.method == "POST" and len(request.body) <= KEPT:
            kept_request.keep(request)
        return None


class SecondFactors(Guard):
    """Leads staff without a second factor to set one up, where it is demanded."""

    def process_view(self, request: HttpRequest, *_args: Any) -> HttpResponse | None:
        if not second_factor.is_demanded() or not self.concerns(request):
            return None
        if not request.user.is_authenticated:
            return None
        if second_factor.was_checked(request) or not members.is_member(request.user):
            return None
        return _lead(request)


def _lead(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the factor, or else to where one is set up."""
    if second_factor.exists(request.user):  # type: ignore[arg-type]
        kept_request.keep(request)
        return whole_page.led(request, redirect("reauthenticate"))
    messages.warning(
        request, _("Set up a second factor first: an app that shows codes, or a passkey.")
    )
    return whole_page.led(request, redirect("security"))
