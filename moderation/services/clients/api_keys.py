"""API keys: issued once, stored as digests, revoked permanently."""

import hashlib
import logging
import secrets
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation.models import ApiKey, Scope
from moderation.permissions import may_moderate

logger = logging.getLogger(__name__)

BYTES = 32
MINUTE = 60


class UnusableKey(ValueError):
    """A key cannot be issued so; the message says why."""


@transaction.atomic
def issue(
    *,
    name: str,
    calls_per_minute: int,
    scopes: Collection[Scope] = (Scope.SCORE,),
    moderator: User | None = None,
    expires_at: datetime | None = None,
    origins: Collection[str] = (),
) -> tuple[ApiKey, str]:
    """Issue a key for the system `name`, and return it with its secret, which is not stored.

    `moderator` is whose decisions a key with the scope "moderate" makes; from `origins` alone
    may pages call with it.

    Raises IntegrityError if the name is taken, and UnusableKey if the key could not be used.
    """
    if fault := _fault(scopes, moderator, expires_at):
        raise UnusableKey(fault)
    secret = secrets.token_urlsafe(BYTES)
    key = ApiKey.objects.create(
        name=name,
        digest=_digest(secret),
        calls_per_minute=calls_per_minute,
        scopes=[scope.value for scope in Scope if scope in scopes],
        moderator=moderator,
        expires_at=expires_at,
        origins=sorted(origins),
    )
    return key, secret


def authenticate(secret: str) -> ApiKey | None:
    """The key that `secret` belongs to, unless it was revoked or has expired.

    The use is noted, at most once a minute.
    """
    key = _valid().filter(digest=_digest(secret)).select_related("moderator").first()
    if key:
        _note_use([key])
    return key


def authenticate_all(given: Iterable[str]) -> dict[str, ApiKey]:
    """The keys that secrets belong to, by the secret; invalid ones are left out."""
    by_digest = {_digest(secret): secret for secret in given}
    keys = list(_valid().filter(digest__in=by_digest))
    _note_use(keys)
    return {by_digest[key.digest]: key for key in keys}


def origins() -> set[str]:
    """The origins whose pages may call with some key."""
    listed = _valid().exclude(origins=[]).values_list("origins", flat=True)
    return {origin for own in listed for origin in own}


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


def _fault(scopes: Collection[Scope], moderator: User | None, expires_at: datetime | None) -> str:
    """Why a key would be of no use, as a sentence; empty if it would be of use."""
    if not scopes:
        return f"A key needs at least one scope: {', '.join(Scope.values)}."
    if Scope.MODERATE in scopes and (moderator is None or not may_moderate(moderator)):
        return "The scope “moderate” needs the user who decides with it and may work at the desk."
    if expires_at and expires_at <= timezone.now():
        return "The key would have expired already. Give a later date."
    return ""


def _valid() -> QuerySet[ApiKey]:
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return ApiKey.objects.filter(unexpired, status=ApiKey.Status.ACTIVE)


def _note_use(keys: Iterable[ApiKey]) -> None:
    now = timezone.now()
    stale = [
        key.pk
        for key in keys
        if key.last_used_at is None or now - key.last_used_at >= timedelta(seconds=MINUTE)
    ]
    if stale:
        ApiKey.objects.filter(pk__in=stale).update(last_used_at=now)


def _minute() -> int:
    return int(time.time()) // MINUTE


def _digest(secret: str) -> str:
    """An unsalted digest is enough for a secret of 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
