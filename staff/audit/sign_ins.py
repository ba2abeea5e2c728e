"""Notes the sign-ins of the staff.  Those of readers are nobody's business."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from articles import limits
from articles.signing_in import locked_out
from staff import audit, members
from staff.audit import Kind

QUARTER = timedelta(minutes=15)


@receiver(user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(user: User, **_: Any) -> None:
    if members.is_member(user):
        audit.record(Kind.SIGNED_IN, account=user.get_username(), by="")


@receiver(user_login_failed, dispatch_uid="audit_refused")
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """Names that nobody of the staff has are left out: they may be passwords."""
    name = str(credentials.get("username", ""))
    if members.has_name(name):
        audit.record(Kind.REFUSED, account=name, by="")


@receiver(locked_out, dispatch_uid="audit_locked_out")
def noted_once(username: str, limit: str, **_: Any) -> None:
    """One entry for each lock, however often somebody tries."""
    if not members.has_name(username):
        return
    if limits.allows("lock-out noted", f"{limit} {username}", most=1, within=QUARTER):
        audit.record(Kind.LOCKED_OUT, account=username, detail=limit, by="")


@receiver(user_logged_out, dispatch_uid="audit_signed_out")
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None and members.is_member(user):
        audit.record(Kind.SIGNED_OUT, account=user.get_username(), by="")
