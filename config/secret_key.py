"""Which keys are too weak to sign sessions and links with."""

import re

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
"""What keys in instructions are called.  None of them occurs in a random key by accident."""

SHORTEST = 12
SHORTEST_IN_PUBLIC = 32
FEWEST_CHARACTERS = 5


def weakness(key: str, *, in_public: bool) -> str:
    """What is wrong with `key`; empty where nothing is.

    A site that only its own machine reaches may have a shorter one.
    """
    letters = re.sub(r"[^a-z0-9]", "", key.casefold())
    if not key:
        return "SECRET_KEY is not set"
    if any(word in letters for word in PLACEHOLDERS):
        return "SECRET_KEY is a placeholder that everybody can guess"
    if len(set(letters)) < FEWEST_CHARACTERS:
        return "SECRET_KEY has too few different letters and digits"
    shortest = SHORTEST_IN_PUBLIC if in_public else SHORTEST
    if len(key) < shortest:
        return f"SECRET_KEY is shorter than {shortest} characters"
    return ""
