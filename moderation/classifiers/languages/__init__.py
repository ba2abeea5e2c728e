"""Which language a comment is written in: script first, then small words, then a detector."""

from moderation.classifiers.languages.latin import ENGLISH, UNDETERMINED
from moderation.classifiers.languages.reading import (
    AND,
    Part,
    Reading,
    codes_of,
    read,
    script_of,
    unread,
)

__all__ = [
    "AND",
    "ENGLISH",
    "UNDETERMINED",
    "Part",
    "Reading",
    "codes_of",
    "read",
    "script_of",
    "unread",
]
