"""Links that this site has signed: each is about one row, for one purpose, and for a time."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from articles import row_ids


class LinkNotValid(Exception):
    """A link is too old, was used, is about something that is gone, or never was one."""


def token_of(row_id: int, *, salt: str) -> str:
    return _signer(salt).sign(str(row_id))


def row_id_in(token: str, *, salt: str, lasts: timedelta) -> int:
    """The id of the row that a link is about, 0 if there can be none.  Raises LinkNotValid."""
    try:
        signed = _signer(salt).unsign(token, max_age=lasts)
    except BadSignature as error:
        raise LinkNotValid from error
    return row_ids.read(signed) or 0


def _signer(salt: str) -> TimestampSigner:
    return TimestampSigner(salt=salt, sep="~")
