"""Signed links by which readers reach what is theirs without logging in.

Each is for one purpose and lasts as long as that needs.
"""

from datetime import timedelta
from enum import Enum

from articles import signed_links
from articles.models import Author
from articles.signed_links import LinkNotValid


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


def token_for(author: Author, purpose: Purpose) -> str:
    return signed_links.token_of(author.pk, salt=_salt(purpose))


def author_of(token: str, purpose: Purpose) -> Author:
    """Raises LinkNotValid, also for an author whose data was erased."""
    row_id = signed_links.row_id_in(token, salt=_salt(purpose), lasts=LASTS[purpose])
    author = Author.objects.filter(pk=row_id, erased_at=None).first()
    if author is None:
        raise LinkNotValid
    return author


def _salt(purpose: Purpose) -> str:
    return f"comity.reader-links.{purpose.value}"
