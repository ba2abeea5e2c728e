"""Checks SECRET_KEY for weak values."""

import re
from itertools import pairwise

# Words of placeholder keys. Too long to occur in a random key by chance.
PLACEHOLDERS = (
    "changeit",
    "changeme",
    "changethis",
    "djangoinsecure",
    "example",
    "generate",
    "insecure",
    "password",
    "placeholder",
    "random",
    "replace",
    "secret",
    "yourkey",
)

SHORTEST = 12
SHORTEST_IN_PUBLIC = 32
FEWEST_CHARACTERS = 5
PIECE = 3
# A share that random keys do not reach, not even hexadecimal ones.
MOST_IN_A_ROW = 2 / 3


def weakness(key: str, *, in_public: bool) -> str:
    """What is wrong with `key`; empty if nothing is.

    A site that is reachable only from its own machine may have a shorter key.
    """
    letters = re.sub(r"[^a-z0-9]", "", key.casefold())
    if not key:
        return "SECRET_KEY is not set"
    if any(word in letters for word in PLACEHOLDERS):
        return "SECRET_KEY is a placeholder that everybody can guess"
    if len(set(letters)) < FEWEST_CHARACTERS:
        return "SECRET_KEY has too few different letters and digits"
    if _repeats(key) or _counts_up(key):
        return "SECRET_KEY follows a pattern that can be guessed"
    shortest = SHORTEST_IN_PUBLIC if in_public else SHORTEST
    if len(key) < shortest:
        return f"SECRET_KEY is shorter than {shortest} characters"
    return ""


def _repeats(key: str) -> bool:
    """Whether most of `key` is repetition."""
    pieces = [key[at : at + PIECE] for at in range(len(key) - PIECE + 1)]
    return len(set(pieces)) < MOST_IN_A_ROW * len(pieces)


def _counts_up(key: str) -> bool:
    """Whether most characters follow the one before them, as in 123456 and zyxw."""
    near = sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))
    return near > MOST_IN_A_ROW * (len(key) - 1)
