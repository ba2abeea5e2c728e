"""The keys of other systems: issued once, kept as a digest, revoked for good."""

import hashlib
import secrets
import time
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction

from moderation.models import ApiKey

BYTES = 32
MINUTE = 60


@transaction.atomic
def issue(*, name: str, calls_per_minute: int) -> tuple[ApiKey, str]:
    """Make a key for the system `name`, and return it with its secret, which nobody can read again.

    Raises IntegrityError where another system has the name.
    """
    secret = secrets.token_urlsafe(BYTES)
    key = ApiKey.objects.create(
        name=name, digest=_digest(secret), calls_per_minute=calls_per_minute
    )
    return key, secret


def holder(secret: str) -> ApiKey | None:
    """The key that `secret` belongs to, unless it was revoked."""
    return ApiKey.objects.filter(digest=_digest(secret), status=ApiKey.Status.ACTIVE).first()


def holders(given: Iterable[str]) -> dict[str, ApiKey]:
    """The keys that secrets belong to, by the secret; revoked ones are left out."""
    by_digest = {_digest(secret): secret for secret in given}
    keys = ApiKey.objects.filter(digest__in=by_digest, status=ApiKey.Status.ACTIVE)
    return {by_digest[key.digest]: key for key in keys}


def revoke(*, key: ApiKey) -> None:
    key.status = ApiKey.Status.REVOKED
    key.save(update_fields=["status"])


def take_a_call(key: ApiKey) -> bool:
    """Count a call of this minute; False where the key has used its calls up."""
    used = f"api-calls-{key.pk}-{_minute()}"
    cache.add(used, 0, timeout=2 * MINUTE)
    return cache.incr(used) <= key.calls_per_minute


def _minute() -> int:
    return int(time.time()) // MINUTE


def _digest(secret: str) -> str:
    """A plain digest does for a secret of 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
