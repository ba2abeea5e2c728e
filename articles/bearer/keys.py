"""The keys that tokens of the paper may be signed with.

The algorithm chooses the keys: a shared secret verifies HS256 only, and a public key
of the paper only the algorithm that it was published for.  So nobody can sign with a
public key as if it were a secret.
"""

import json
import logging
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from jwt import PyJWK, PyJWKClient, PyJWKClientConnectionError, PyJWKSet, PyJWTError

from articles.bearer.refusals import Reason, TokenRefused

logger = logging.getLogger(__name__)

SHARED, PUBLISHED = ("HS256",), ("RS256", "ES256")
# In seconds.
ASKED_AGAIN_AFTER = 60
KEPT = 600
ANSWER_WITHIN = 5
UNUSABLE = (OSError, ValueError, TypeError, PyJWTError)
Key = str | PyJWK


def candidates(algorithm: object, kid: object) -> list[Key]:
    """The keys that may verify a token with these headers.  Raises TokenRefused."""
    if algorithm in SHARED:
        return _shared(kid)
    if algorithm in PUBLISHED:
        return [_published(str(algorithm), kid)]
    raise TokenRefused(Reason.BAD_ALGORITHM)


def are_set_up() -> bool:
    return bool(settings.SSO_KEYS or settings.SSO_JWKS or settings.SSO_JWKS_URL)


def _shared(kid: object) -> list[Key]:
    """One secret, or all of them for a token that names none."""
    secrets: dict[str, str] = settings.SSO_KEYS
    found = [secret for name, secret in secrets.items() if kid in (None, name)]
    if not found:
        raise TokenRefused(Reason.UNKNOWN_KEY)
    return [*found]


def _published(algorithm: str, kid: object) -> PyJWK:
    key = _of_paper(kid) if isinstance(kid, str) else None
    if key is None:
        raise TokenRefused(Reason.UNKNOWN_KEY)
    if key.algorithm_name != algorithm:
        raise TokenRefused(Reason.BAD_ALGORITHM)
    return key


def _of_paper(kid: str) -> PyJWK | None:
    if settings.SSO_JWKS:
        return PyJWKClient.match_kid(_given(settings.SSO_JWKS).keys, kid)
    if not settings.SSO_JWKS_URL:
        return None
    try:
        return _address(settings.SSO_JWKS_URL).get_signing_key(kid)
    except PyJWKClientConnectionError as error:
        raise TokenRefused(Reason.KEYS_UNAVAILABLE) from error
    except PyJWTError:
        return None


def fault(keys: str) -> str:
    """What is wrong with the keys that the setting gives; empty if nothing is."""
    try:
        _read(keys)
    except UNUSABLE as error:
        return str(error)
    return ""


def _given(keys: str) -> PyJWKSet:
    try:
        return _read(keys)
    except UNUSABLE as error:
        logger.error("SSO_JWKS cannot be used: %s", error)
        raise TokenRefused(Reason.KEYS_UNAVAILABLE) from error


@lru_cache(maxsize=1)
def _read(keys: str) -> PyJWKSet:
    """The set that the setting holds, or the file that it names."""
    text = keys if keys.lstrip().startswith("{") else Path(keys).read_text()
    return PyJWKSet.from_dict(json.loads(text))


@lru_cache(maxsize=1)
def _address(url: str) -> "PaperKeys":
    return PaperKeys(url, lifespan=KEPT, timeout=ANSWER_WITHIN, cooldown_duration=ASKED_AGAIN_AFTER)


class PaperKeys(PyJWKClient):
    """The keys at the paper's address.

    Whatever happens there, it is asked once a minute at most; while it does not
    answer, the keys that it gave last are good.
    """

    asked_at = -float(ASKED_AGAIN_AFTER)
    last: Any = None

    def fetch_data(self) -> Any:
        too_early = time.monotonic() - self.asked_at < ASKED_AGAIN_AFTER
        if too_early and self.last is None:
            raise PyJWKClientConnectionError("The paper's keys were asked for a moment ago.")
        if not too_early:
            self._ask()
        return self.last

    def _ask(self) -> None:
        self.asked_at = time.monotonic()
        try:
            self.last = super().fetch_data()
        except UNUSABLE as error:
            logger.warning("SSO_JWKS_URL does not answer with keys: %s", error)
            if self.last is None:
                raise PyJWKClientConnectionError(str(error)) from error
