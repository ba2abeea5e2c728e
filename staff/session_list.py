"""Keeps the list of sessions: sign-ins put one on it, and a new password ends the others."""

from typing import Any

from allauth.core import context
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from staff import members, sessions
from staff.audit.rights import password_changed


@receiver(user_logged_in, dispatch_uid="list_session")
def listed(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is not None and members.is_member(user):
        sessions.note(request, user)


@receiver(user_logged_out, dispatch_uid="unlist_session")
def unlisted(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        sessions.forget(request)


@receiver(password_changed, dispatch_uid="end_other_sessions")
def ended(user: User, **_: Any) -> None:
    """A new password ends every session but the one in which its owner changed it."""
    request: HttpRequest | None = context.request
    own = request is not None and getattr(request, "user", None) == user
    sessions.end_others(user, request if own else None)
