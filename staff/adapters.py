"""What allauth may do here: hardly anything by itself."""

from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from staff import idle, kept_request


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """Nobody signs up, and allauth says and sends nothing."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our views say what happened."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead whoever is back after an idle session to what they had typed."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not idle.is_back(request, user):
            kept_request.forget(request)
        elif kept_request.waiting(request):
            return redirect("unsent")
        return response

    def respond_user_inactive(self, *_: Any) -> HttpResponse:
        return redirect("login")

    def is_reauthentication_required(self, **_: Any) -> bool:
        """`staff.reauthentication` asks before our views do anything."""
        return False

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """The audit log has it."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted by SECRET_KEY: a copy of the database alone makes no codes."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)


def _fernet() -> Fernet:
    key = salted_hmac("comity.second-factor", "", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
