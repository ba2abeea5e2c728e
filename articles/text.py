"""What a text must be before it is stored or shown."""

import unicodedata


def storable(text: str) -> str:
    """`text` as every database can keep it.

    Null characters are dropped, lone surrogates become question marks, and
    every line end is written as `\\n`.
    """
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode("utf-8", "replace").decode("utf-8")


def has_something_to_read(text: str) -> bool:
    """Whether `text` holds more than spaces, controls and invisible characters."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
