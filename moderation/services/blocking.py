"""Barring authors from commenting, for a time or for good."""

from articles.models import Author
from moderation.models import Block


def block_in_force(author: Author) -> Block | None:
    """The block that keeps `author` from posting now, the longest first."""
    if author.pk is None:
        return None
    blocks = sorted(
        author.blocks.in_force(), key=lambda block: (block.until is not None, block.until)
    )
    return blocks[0] if blocks else None
