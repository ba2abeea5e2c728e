"""Rate limits for log-ins, which slow down guessing without locking out the account's owner.

Attempts are counted by name and network together, by network, and by name.
Strangers could use up these limits to lock somebody out, so browsers in which
that person logged in before have a limit of their own.
"""

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import Signal, receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles import limits
from articles.addresses import network_key
from articles.limits import RateLimited

WITHIN = timedelta(minutes=15)
BY_NAME_AND_NETWORK = 10
BY_NAME = 30
BY_NETWORK = 60
NETWORK = "sign-in by network"

COOKIE = "known_browser"
KNOWN_FOR = timedelta(days=180)

# Sent with `request`, `username` and the `limit` that refuses an attempt to log in.
locked_out = Signal()


def take_attempt(request: HttpRequest, username: str) -> None:
    """Count an attempt to log in as `username`, before the password is checked.

    Raises RateLimited.  An attempt that one limit refuses does not count towards
    the next, so guesses from one network cannot use up the limit of a name.
    """
    for name, key, most in _counts(request, username):
        if not limits.allows(name, key, most=most, within=WITHIN):
            locked_out.send(sender=None, request=request, username=username, limit=name)
            raise RateLimited(
                _("There were too many attempts to log in. Please wait 15 minutes and try again."),
                wait=WITHIN,
            )


def forget_attempts(request: HttpRequest, username: str) -> None:
    """Reset the counts after a correct password, except the network's, which others share."""
    for name, key, _most in _counts(request, username):
        if name != NETWORK:
            limits.forget(name, key)


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Set the known-browser cookie if somebody has just logged in."""
    user: User | None = getattr(request, "signed_in", None)
    if user is None:
        return
    response.set_signed_cookie(
        COOKIE,
        _mark(user.get_username()),
        salt=COOKIE,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@receiver(user_logged_in, dispatch_uid="note_who_signed_in")
def note_who_signed_in(request: HttpRequest | None, user: User, **__: Any) -> None:
    if request:
        request.signed_in = user  # type: ignore[attr-defined]


class SignInForm(AuthenticationForm):
    """Limits attempts."""

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is None or not password or self.request is None:
            return super().clean()
        take_attempt(self.request, username)
        cleaned = super().clean()
        forget_attempts(self.request, username)
        return cleaned


def _counts(request: HttpRequest, username: str) -> list[tuple[str, str, int]]:
    """The limits of an attempt: name, key, and number allowed."""
    if _is_known(request, username):
        return [("sign-in in a known browser", username, BY_NAME_AND_NETWORK)]
    network = network_key(request)
    return [
        (NETWORK, network, BY_NETWORK),
        ("sign-in by name and network", f"{network} {username}", BY_NAME_AND_NETWORK),
        ("sign-in by name", username, BY_NAME),
    ]


def _is_known(request: HttpRequest, username: str) -> bool:
    mark = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=KNOWN_FOR) or ""
    return compare_digest(mark, _mark(username))


def _mark(username: str) -> str:
    return salted_hmac("comity.known-browser", username, algorithm="sha256").hexdigest()
