"""The log of sign-ins and changes of rights.  `record` is the one place that writes it."""

from datetime import timedelta

from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import network_key
from staff.models import AuditEntry

Kind = AuditEntry.Kind


def record(kind: Kind, *, account: str = "", detail: str = "", by: str | None = None) -> None:
    """Append an entry about `account`, from the network of the request that is being answered.

    `by` is who did it; by default whoever is signed in, unless that is the account itself.
    """
    request: HttpRequest | None = context.request
    actor = _signed_in(request) if by is None else by
    AuditEntry.objects.create(
        kind=kind,
        account=account,
        detail=detail,
        by="" if actor == account else actor,
        network=network_key(request) if request else "",
    )


def forget_old() -> int:
    """Erase entries that are older than AUDIT_LOG_DAYS, and return how many there were."""
    oldest = timezone.now() - timedelta(days=settings.AUDIT_LOG_DAYS)
    deleted, _ = AuditEntry.objects.filter(noted_at__lt=oldest).delete()
    return deleted


def _signed_in(request: HttpRequest | None) -> str:
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else ""
