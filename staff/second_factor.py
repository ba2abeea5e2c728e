"""Second factors: whether one was asked for in a session, limits on codes, and resetting."""

from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import limits
from articles.limits import RateLimited
from staff import audit, members
from staff.audit import Kind
from staff.authentication import records

WITHIN = timedelta(minutes=15)
CODES = 10
# The time for which a code is right: allauth takes the one before and the one after too.
CODE_LASTS = timedelta(seconds=90)
# The provider asks for its own second factor.
CHECKED_BY = {"mfa", "socialaccount"}


def is_demanded() -> bool:
    return bool(settings.STAFF_SECOND_FACTOR == "required")


def was_checked(request: HttpRequest) -> bool:
    """Whether this session began with a second factor, or at the paper's provider."""
    return any(record["method"] in CHECKED_BY for record in records(request))


def exists(user: User) -> bool:
    """Whether `user` has one; recovery codes alone are none."""
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(others.exists())


def lacking() -> int:
    """How many of the active staff with a password have none."""
    kinds = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    active = members.all_of_them().filter(is_active=True)
    without = active.exclude(pk__in=kinds.values("user_id"))
    return sum(user.has_usable_password() for user in without.only("password"))


def take_attempt(user: User) -> None:
    """Count an attempt to give a code.  Raises RateLimited."""
    if not limits.allows("second factor", str(user.pk), most=CODES, within=WITHIN):
        told = _("There were too many wrong codes. Please wait 15 minutes and try again.")
        raise RateLimited(told, wait=WITHIN)


def forget_attempts(user: User) -> None:
    limits.forget("second factor", str(user.pk))


def is_first_use(user: User, code: str) -> bool:
    """Whether a code was not used before, in any process, as by somebody who read it in passing."""
    return limits.allows("code used", f"{user.pk} {code}", most=1, within=CODE_LASTS)


def note_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Count what was just set up as given in this session."""
    record_authentication(request, request.user, "mfa", type=authenticator.type)


@transaction.atomic
def reset(*, user: User) -> bool:
    """Take every second factor from `user`, who may set up another; False if there was none."""
    deleted, _rows = Authenticator.objects.filter(user=user).delete()
    if deleted:
        audit.record(Kind.FACTOR_REMOVED, account=user.get_username(), detail="all")
    return bool(deleted)
