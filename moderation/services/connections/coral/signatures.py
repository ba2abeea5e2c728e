"""Who signed a call: `X-Coral-Signature: sha256=…`, the HMAC of the body as it came.

While a secret is replaced, Coral sends one signature for each, separated by commas.
"""

import hashlib
import hmac

from django.utils import timezone

from moderation.models import CoralConnection, CoralSecret

PREFIX = "sha256="


class Unsigned(Exception):
    """A call has no signature that could be checked."""


class WronglySigned(Exception):
    """A call was signed with no secret that is known here; the message says more."""


def sender(purpose: CoralSecret.Purpose, body: bytes, header: str) -> CoralConnection:
    """The connection that a call came from.  Raises Unsigned or WronglySigned."""
    given = [part.strip()[len(PREFIX) :] for part in header.split(",") if _is_of_kind(part)]
    if not given:
        raise Unsigned
    secrets = CoralSecret.objects.filter(purpose=purpose)
    signed = [
        own for own in secrets.select_related("connection__endpoint") if _fits(own, body, given)
    ]
    now = timezone.now()
    for secret in signed:
        if secret.is_valid_at(now):
            return secret.connection
    raise WronglySigned(
        "It was signed with a secret that has expired here."
        if signed
        else "It was signed with a secret that is not known here."
    )


def sign(secret: str, body: bytes) -> str:
    """The signature of `body`, in hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _is_of_kind(part: str) -> bool:
    return part.strip().startswith(PREFIX)


def _fits(secret: CoralSecret, body: bytes, given: list[str]) -> bool:
    expected = sign(secret.secret, body).encode()
    return any(hmac.compare_digest(expected, one.encode()) for one in given)
