"""The paper's identity provider (OpenID Connect): who comes from it, and into which groups.

allauth speaks the protocol; here it is decided who gets in.  Groups that STAFF_OIDC_GROUPS names
follow the provider at every sign-in; all other rights stay as they are, and no claim makes a
superuser.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import accounts
from staff import audit, members
from staff.audit import Kind

# Seconds that a proof may take from the provider's page to here.
FRESH = 300


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # it has no types
    """Lets in whom the provider has in a group that is mapped, and nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims = _claims(sociallogin)
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            _confirm(request, sociallogin, claims)
        elif process == AuthProcess.LOGIN:
            _admit(request, sociallogin, claims)
        else:
            _refuse(request, _("Accounts are not connected here."))

    def is_open_for_signup(self, *_: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> None:
        _refuse(request, _("The sign-in at the provider was not completed. Please try again."))


def groups_of(claims: dict[str, Any]) -> set[str]:
    """The names of the groups here that the provider's groups stand for."""
    claimed = claims.get(settings.STAFF_OIDC_GROUPS_CLAIM) or []
    named = {claimed} if isinstance(claimed, str) else {str(each) for each in claimed}
    return {here for there, here in settings.STAFF_OIDC_GROUPS.items() if there in named}


@transaction.atomic
def follow(*, user: User, groups: set[str]) -> None:
    """Give `user` those of the mapped groups that are in `groups`, and take the others."""
    mapped = Group.objects.filter(name__in=settings.STAFF_OIDC_GROUPS.values())
    user.groups.remove(*mapped.exclude(name__in=groups))
    user.groups.add(*mapped.filter(name__in=groups))


def _admit(request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
    user = sociallogin.user if sociallogin.is_existing else None
    groups = groups_of(claims)
    if user is not None:
        follow(user=user, groups=groups)
    if not groups or (user is not None and not user.is_active):
        name = user.get_username() if user else str(claims.get("preferred_username", ""))[:150]
        audit.record(Kind.REFUSED, account=name, detail=settings.STAFF_OIDC_NAME, by="")
        _refuse(request, _("Your account there is in no group that works here."))
    if user is None:
        with transaction.atomic():
            user = _known_by_address(claims) or _new(claims)
            sociallogin.connect(request, user)
            follow(user=user, groups=groups)


def _known_by_address(claims: dict[str, Any]) -> User | None:
    """The member of the staff with the address that the provider has verified.

    Not a superuser: the mightiest accounts are not to hang on an address.
    """
    if claims.get("email_verified") is not True or not claims.get("email"):
        return None
    known = members.all_of_them().filter(email__iexact=claims["email"], is_active=True)
    found = list(known.exclude(is_superuser=True)[:2])
    return found[0] if len(found) == 1 else None


def _new(claims: dict[str, Any]) -> User:
    """A new account without a password here, under the name that it has there, or nearly."""
    wanted = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])
    base = wanted.partition("@")[0][:100]
    name, number = base, 1
    while not accounts.is_free(name):
        number += 1
        name = f"{base}-{number}"
    email = claims.get("email", "") if claims.get("email_verified") is True else ""
    return User.objects.create_user(name, email=email)


def _confirm(request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any]) -> None:
    """Take a sign-in at the provider, made just now by the same person, as a confirmation."""
    is_fresh = time.time() - float(claims.get("auth_time") or 0) < FRESH
    if not is_fresh or not sociallogin.is_existing or sociallogin.user != request.user:
        _refuse(request, _("The provider did not ask who you are. Please try again."))
    account = sociallogin.account
    given = {"provider": account.provider, "uid": account.uid}
    record_authentication(request, request.user, "socialaccount", reauthenticated=True, **given)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the provider says; nothing of it is kept beside the account's id there."""
    account = sociallogin.account
    said = account.extra_data
    account.extra_data = {}
    if account.pk:
        account.save(update_fields=["extra_data"])
    return {**(said.get("id_token") or {}), **(said.get("userinfo") or {})}


def _refuse(request: HttpRequest, reason: str) -> None:
    context = {"reason": reason}
    raise ImmediateHttpResponse(render(request, "staff/provider_refused.html", context, status=403))
