"""Sessions at the desk and in the admin end when nobody has used them for DESK_IDLE_MINUTES.

The time of the last act is in the session, to the minute, so that a page costs no query for it.
"""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from staff import audit, authentication, sessions
from staff.audit import Kind

_LAST, _ENDED_FOR = "last_active", "ended_for"
STEP = 60


def in_background(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that pages ask by themselves: it is no act, and leads nobody to the log-in."""
    view.in_background = True  # type: ignore[attr-defined]
    return view


def is_background(view: Callable[..., Any]) -> bool:
    return getattr(view, "in_background", False)


def seconds(request: HttpRequest) -> float:
    """Since the last act of this session; 0 if none is known."""
    last = request.session.get(_LAST)
    since = time.time() - last if last else float("inf")
    found = min(since, authentication.age(request))
    return 0 if found == float("inf") else found


def is_over(request: HttpRequest) -> bool:
    minutes: int = settings.DESK_IDLE_MINUTES
    return minutes > 0 and seconds(request) > minutes * 60


def note_act(request: HttpRequest) -> None:
    if settings.DESK_IDLE_MINUTES and time.time() - request.session.get(_LAST, 0) > STEP:
        request.session[_LAST] = int(time.time())


def end(request: HttpRequest) -> None:
    """End the session; the new one knows for whom what comes next may be kept."""
    user = cast(User, request.user)
    sessions.forget(request)
    audit.record(Kind.ENDED, account=user.get_username(), detail="idle", by="")
    request.session.flush()
    request.user = AnonymousUser()
    request.session[_ENDED_FOR] = user.pk


def has_ended(request: HttpRequest) -> bool:
    return _ENDED_FOR in request.session


def is_back(request: HttpRequest, user: User) -> bool:
    """Whether `user`, who signs in, is the person whose session had ended."""
    return bool(request.session.pop(_ENDED_FOR, None) == user.pk)
