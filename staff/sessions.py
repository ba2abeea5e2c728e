"""The sessions of the staff: where somebody is signed in, and ending it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import network_key
from staff import audit
from staff.audit import Kind
from staff.models import StaffSession

# What browsers call themselves and their systems; of several names the first counts.
KNOWN = (
    {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"},
    {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "macOS",
        "Linux": "Linux",
    },
)


def note(request: HttpRequest, user: User) -> None:
    """Note that `user` has signed in."""
    if not request.session.session_key:
        request.session.save()
    StaffSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "device": _device(request), "network": network_key(request)},
    )


def of(user: User) -> QuerySet[StaffSession]:
    """The sessions of `user` that are open, newest first."""
    going_on = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return StaffSession.objects.filter(user=user, session_key__in=going_on)


def forget(request: HttpRequest) -> None:
    """Take the session of this request, which is about to end, off the list."""
    StaffSession.objects.filter(session_key=request.session.session_key).delete()


@contextmanager
def followed(request: HttpRequest) -> Iterator[None]:
    """Keep the session of this request on the list where its key may change, as with a password."""
    former_key = request.session.session_key
    yield
    rows = StaffSession.objects.filter(session_key=former_key)
    rows.update(session_key=request.session.session_key)


@transaction.atomic
def end(*, sessions: QuerySet[StaffSession]) -> int:
    """End `sessions`, and return how many there were."""
    ended = list(sessions.select_related("user"))
    keys = [each.session_key for each in ended]
    Session.objects.filter(session_key__in=keys).delete()
    StaffSession.objects.filter(session_key__in=keys).delete()
    for each in ended:
        audit.record(Kind.ENDED, account=each.user.get_username(), detail=each.device)
    return len(ended)


def end_others(user: User, request: HttpRequest | None) -> None:
    """End every session of `user` but the one of `request`."""
    key = request.session.session_key if request and hasattr(request, "session") else None
    end(sessions=StaffSession.objects.filter(user=user).exclude(session_key=key or ""))


def forget_old() -> None:
    """Take those off the list that have ended by age."""
    still = Session.objects.values("session_key")
    StaffSession.objects.exclude(session_key__in=still).delete()


def _device(request: HttpRequest) -> str:
    """Such as “Firefox · Linux”: enough to recognise one's own."""
    agent = request.headers.get("User-Agent", "")
    found = [next((name for key, name in known.items() if key in agent), "") for known in KNOWN]
    return " · ".join(filter(None, found))
