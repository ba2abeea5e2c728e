"""Signed links by which readers reach what is theirs without logging in.

Each is for one purpose and lasts as long as that needs.
"""

from datetime import timedelta
from enum import Enum

from django.core.signing import BadSignature, TimestampSigner

from articles import row_ids
from articles.models import Author


class Purpose(Enum):
    """What a link lets its holder do, and for how long."""

    # Everything on the reader's own page: embeds link there, anew each time they are drawn.
    OWN_PAGE = "own page"
    # How often e-mails come, and to end them: stands in each of them.
    MAILING = "mailing"
    # To take back the wish to be deleted.
    STAYING = "staying"


LASTS = {
    Purpose.OWN_PAGE: timedelta(hours=1),
    Purpose.MAILING: timedelta(days=365),
    Purpose.STAYING: timedelta(days=3),
}


class LinkNotValid(Exception):
    """The link is too old, or its author's data was erased, or it never was one."""


def token_for(author: Author, purpose: Purpose) -> str:
    return _signer(purpose).sign(str(author.pk))


def author_of(token: str, purpose: Purpose) -> Author:
    """Raises LinkNotValid."""
    try:
        signed = _signer(purpose).unsign(token, max_age=LASTS[purpose])
    except BadSignature as error:
        raise LinkNotValid from error
    author = Author.objects.filter(pk=row_ids.read(signed) or 0, erased_at=None).first()
    if author is None:
        raise LinkNotValid
    return author


def _signer(purpose: Purpose) -> TimestampSigner:
    return TimestampSigner(salt=f"comity.reader-links.{purpose.value}", sep="~")
