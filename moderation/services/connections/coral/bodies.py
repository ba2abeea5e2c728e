"""Coral's comments as plain text, and its users' ids, in the way of imported archives.

So a site that imported its archive and is connected later knows the same authors and comments.
"""

from articles.text import storable
from moderation.services.transfer.archives.html import plain_text


def text_of(body: str, media: str = "") -> str:
    """The text of HTML, followed by the address of its image or video."""
    return storable("\n".join(filter(None, (plain_text(body), media))))


def author_key(author_id: str) -> str:
    return f"account {author_id}"
