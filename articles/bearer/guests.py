"""Readers without an account: an identity that this site signs and the reader's page keeps.

It reads `guest~AUTHOR~TIME~SIGNATURE`.  No character of it needs escaping in a
header, and no token of the paper contains `~`.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils import timezone

from articles import row_ids
from articles.bearer import signed_out
from articles.bearer.refusals import Reason, TokenRefused
from articles.bearer.verified import Verified, key_of
from articles.models import Author

KIND = "guest"
# Since the last comment: posting renews it.
LASTS = timedelta(days=365)


def token_for(author: Author) -> str:
    """The identity of `author`, who has posted without an account."""
    return _signer().sign(f"{KIND}~{author.pk}")


def is_one(token: str) -> bool:
    return token.startswith(f"{KIND}~")


def verified(token: str) -> Verified:
    """Raises TokenRefused."""
    if not settings.EMBED_GUESTS:
        raise TokenRefused(Reason.NO_GUESTS)
    try:
        subject = _signer().unsign(token, max_age=LASTS)
    except SignatureExpired as error:
        raise TokenRefused(Reason.UNKNOWN_GUEST) from error
    except (BadSignature, ValueError) as error:
        raise TokenRefused(Reason.MALFORMED) from error
    author = row_ids.read(subject.removeprefix(f"{KIND}~"))
    return Verified({"author": author}, timezone.now() + LASTS, key_of(KIND, token))


def author_of(token: str) -> Author:
    """The author, unless erased or by now known by an account.  Raises TokenRefused."""
    guest = verified(token)
    signed_out.check(guest)
    found = Author.objects.filter(
        pk=guest.claims["author"], user=None, external_id=None, erased_at=None
    ).first()
    if found is None:
        raise TokenRefused(Reason.UNKNOWN_GUEST)
    return found


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="comity.guests", sep="~")
