"""Tokens that a reader signed out of: they are refused until they would expire anyway."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.bearer.refusals import Reason, TokenRefused
from articles.bearer.verified import Verified
from articles.models import SignedOutToken

# Longer than the leeway that expired tokens have.
KEPT_AFTER = timedelta(hours=1)


def refuse(key: str, *, until: datetime) -> None:
    """Refuse the token with `key`, however often it is signed out of."""
    SignedOutToken.objects.get_or_create(key=key, defaults={"expires_at": until})


def check(token: Verified) -> None:
    """Raises TokenRefused if the reader signed out of `token`."""
    if SignedOutToken.objects.filter(key=token.key).exists():
        raise TokenRefused(Reason.SIGNED_OUT)


def forget_old() -> int:
    """Delete those that have expired, and return how many they were."""
    old = SignedOutToken.objects.filter(expires_at__lte=timezone.now() - KEPT_AFTER)
    deleted, _ = old.delete()
    return deleted
