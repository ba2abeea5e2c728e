"""Notes second factors that are set up and removed."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.models import User
from django.dispatch import receiver

from staff import audit
from staff.audit import Kind


@receiver(authenticator_added, dispatch_uid="audit_factor_added")
@receiver(authenticator_reset, dispatch_uid="audit_codes_renewed")
def added(user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Kind.FACTOR_ADDED, account=user.get_username(), detail=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="audit_factor_removed")
def removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Kind.FACTOR_REMOVED, account=user.get_username(), detail=authenticator.type)
