"""What allauth may do here: hardly anything by itself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """Nobody signs up, and allauth says and sends nothing."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our views say what happened."""

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """The audit log has it."""
