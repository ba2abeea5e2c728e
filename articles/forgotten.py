"""Forgotten passwords: a link by e-mail to a page that sets a new one.

The answer is the same whether an account has the address or not.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import limits, mail_setup
from articles.addresses import network_key
from articles.limits import RateLimited

HOUR = timedelta(hours=1)
REQUESTS_BY_NETWORK = 10
# Per mailbox, so that nobody floods it.
REQUESTS_BY_ADDRESS = 3


class ForgotPassword(views.PasswordResetView):
    """Sends the link.  Where no e-mail can be sent, it says whom to ask instead."""

    template_name = "registration/forgot_password.html"
    email_template_name = "registration/forgot_password_email.txt"
    subject_template_name = "registration/forgot_password_subject.txt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if mail_setup.unset() and not settings.DEMO:
            return render(request, "registration/forgot_password_ask.html")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        _take_request(self.request, form.cleaned_data["email"])
        # Not the address that the browser gave: a link must lead nowhere else.
        self.extra_email_context = {
            "site": settings.SITE_URL.rstrip("/"),
            "site_name": settings.SITE_NAME,
        }
        return super().form_valid(form)


class LinkSent(views.PasswordResetDoneView):
    template_name = "registration/forgot_password_sent.html"


class NewPassword(views.PasswordResetConfirmView):
    template_name = "registration/new_password.html"


class PasswordSet(views.PasswordResetCompleteView):
    template_name = "registration/new_password_set.html"


def _take_request(request: HttpRequest, email: str) -> None:
    """Count a request for a link, of an address that may have no account.  Raises RateLimited."""
    counts = (
        ("password reset by network", network_key(request), REQUESTS_BY_NETWORK),
        ("password reset by address", email.casefold(), REQUESTS_BY_ADDRESS),
    )
    for name, key, most in counts:
        if not limits.allows(name, key, most=most, within=HOUR):
            raise RateLimited(
                _("There were too many requests for a new password. Please try again in an hour."),
                wait=HOUR,
            )
