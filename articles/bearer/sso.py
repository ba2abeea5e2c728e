"""Tokens of the paper (JWT, RFC 7519) that sign its readers in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone

from articles.bearer import keys, readers, signed_out
from articles.bearer.claims import reader_in
from articles.bearer.refusals import Reason, TokenRefused
from articles.bearer.verified import Verified, key_of
from articles.models import Author

# Seconds by which the clocks of the paper and of this site may differ.
LEEWAY = 30
# The first that fits; all others mean that the token cannot be read.
REASONS: tuple[tuple[type[Exception], Reason], ...] = (
    (jwt.ExpiredSignatureError, Reason.EXPIRED),
    (jwt.ImmatureSignatureError, Reason.NOT_YET_VALID),
    (jwt.InvalidAudienceError, Reason.WRONG_AUDIENCE),
    (jwt.InvalidIssuerError, Reason.WRONG_ISSUER),
    (jwt.InvalidAlgorithmError, Reason.BAD_ALGORITHM),
    (jwt.InvalidSignatureError, Reason.BAD_SIGNATURE),
)
MISSING = {"aud": Reason.WRONG_AUDIENCE, "iss": Reason.WRONG_ISSUER}
# What PyJWT and the libraries below it raise for tokens that are made to break them.
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)


def author_of(token: str) -> Author:
    """The stored author of the reader whom `token` signs in.  Raises TokenRefused."""
    sign_in = verified(token)
    signed_out.check(sign_in)
    return readers.author_of(reader_in(sign_in.claims))


def verified(token: str) -> Verified:
    """What `token` says, if it may be believed now.  Raises TokenRefused."""
    if not keys.are_set_up():
        raise TokenRefused(Reason.NOT_SET_UP)
    try:
        claims = _claims(token)
        _check_life(claims)
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    except UNREADABLE as error:
        raise TokenRefused(_reason(error)) from error
    return Verified(claims, expires_at, _key(token, claims))


def _reason(error: Exception) -> Reason:
    if isinstance(error, jwt.MissingRequiredClaimError):
        return MISSING.get(error.claim, Reason.MALFORMED)
    return next((reason for kind, reason in REASONS if isinstance(error, kind)), Reason.MALFORMED)


def _claims(token: str) -> dict[str, Any]:
    header = jwt.get_unverified_header(token)
    candidates = keys.candidates(header.get("alg"), header.get("kid"))
    for key in candidates[:-1]:
        try:
            return _decoded(token, key, header["alg"])
        except jwt.InvalidSignatureError:
            continue
    return _decoded(token, candidates[-1], header["alg"])


def _decoded(token: str, key: keys.Key, algorithm: str) -> dict[str, Any]:
    """`algorithm` is one that `keys` found a key for."""
    claims = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        audience=settings.SSO_AUDIENCE or None,
        issuer=settings.SSO_ISSUER or None,
        leeway=LEEWAY,
        options={"verify_aud": bool(settings.SSO_AUDIENCE)},
    )
    if "exp" not in claims:
        raise TokenRefused(Reason.NO_EXPIRY)
    return claims


def _check_life(claims: Mapping[str, Any]) -> None:
    now = timezone.now().timestamp()
    if claims["exp"] - min(claims.get("iat", now), now) > settings.SSO_LONGEST_LIFE:
        raise TokenRefused(Reason.LIVES_TOO_LONG)


def _key(token: str, claims: Mapping[str, Any]) -> str:
    """By the token's id, or else by what is signed: a signature can be written in several ways."""
    if jti := claims.get("jti"):
        return key_of("jti", str(jti))
    return key_of("token", token.rpartition(".")[0])
