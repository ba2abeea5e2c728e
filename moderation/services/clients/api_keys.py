"""API keys: issued once, stored as digests, revoked permanently."""

import hashlib
import logging
import secrets
import time
from collections.abc import Iterable
from functools import lru_cache

from django.core.cache import cache
from django.db import transaction

from moderation.models import ApiKey

logger = logging.getLogger(__name__)

BYTES = 32
MINUTE = 60


@transaction.atomic
def issue(*, name: str, calls_per_minute: int) -> tuple[ApiKey, str]:
    """Issue a key for the system `name`, and return it with its secret, which is not stored.

    Raises IntegrityError if the name is taken.
    """
    secret = secrets.token_urlsafe(BYTES)
    key = ApiKey.objects.create(
        name=name, digest=_digest(secret), calls_per_minute=calls_per_minute
    )
    return key, secret


def authenticate(secret: str) -> ApiKey | None:
    """The key that `secret` belongs to, unless it was revoked."""
    return ApiKey.objects.filter(digest=_digest(secret), status=ApiKey.Status.ACTIVE).first()


def authenticate_all(given: Iterable[str]) -> dict[str, ApiKey]:
    """The keys that secrets belong to, by the secret; revoked ones are left out."""
    by_digest = {_digest(secret): secret for secret in given}
    keys = ApiKey.objects.filter(digest__in=by_digest, status=ApiKey.Status.ACTIVE)
    return {by_digest[key.digest]: key for key in keys}


def revoke(*, key: ApiKey) -> None:
    key.status = ApiKey.Status.REVOKED
    key.save(update_fields=["status"])


def consume_quota(key: ApiKey) -> bool:
    """Count a call of this minute; False if the key's quota is used up.

    If the cache fails, calls are allowed without counting.
    """
    used = f"api-calls-{key.pk}-{_minute()}"
    try:
        cache.add(used, 0, timeout=2 * MINUTE)
        return cache.incr(used) <= key.calls_per_minute
    except Exception as error:  # noqa: BLE001 -- every kind of cache has errors of its own
        _log_failure(type(error).__name__, _minute())
        return True


def can_count() -> bool:
    """Whether the cache answers."""
    try:
        cache.get("api-calls")
    except Exception as error:  # noqa: BLE001 -- every kind of cache has errors of its own
        _log_failure(type(error).__name__, _minute())
        return False
    return True


@lru_cache(maxsize=8)
def _log_failure(kind: str, minute: int) -> None:  # noqa: ARG001 -- once for each minute
    """Log a failure once per minute: repeated calls of this function are cached."""
    logger.error("Calls of the scoring API are not counted: %s in the cache", kind)


def _minute() -> int:
    return int(time.time()) // MINUTE


def _digest(secret: str) -> str:
    """An unsalted digest is enough for a secret of 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
