"""Display names: cleaning, validation, and keys that look-alikes share."""

import re
import unicodedata
from functools import cache, lru_cache

from django.utils.translation import gettext_lazy as _

from articles.text import BLANKS, has_something_to_read, storable

LONGEST = 80
LONGEST_KEY = 600
NAMELESS = "Anonymous"
# Combining marks on one letter; no living script needs more.
MOST_MARKS = 4

UNREADABLE = _("Please enter a readable name.")
TURNED = _("A name cannot contain characters that change the text direction.")
STACKED = _("A name cannot have so many accents on one letter.")

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# Invisible, but needed in Persian, Indic scripts and emoji.
_JOINERS = "\u200c\u200d\ufe0f"
_SEVERAL_JOINERS = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LATIN = re.compile(r"(?:.* )?LETTER(?: SMALL)?(?: CAPITAL)? ([A-Z])(?: WITH .*)?")
_SIGNS = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "3": "e", "4": "a", "@": "a"}
    | {"5": "s", "$": "s", "7": "t", "€": "e"}
)


def cleaned(name: str) -> str:
    """`name` with single spaces and without invisible characters."""
    seen = "".join(character for character in storable(name) if not _is_invisible(character))
    spaced = _SPACE.sub(" ", _SEVERAL_JOINERS.sub(r"\1", seen))
    return unicodedata.normalize("NFC", spaced.strip(f" {_JOINERS}"))


def fault(name: str) -> str:
    """Why a cleaned `name` is invalid, as a sentence; empty if it is valid."""
    if any(character in _TURNING for character in name):
        return str(TURNED)
    if not has_something_to_read(re.sub(r"[^\w\u00a9-\U0010ffff]", "", name)):
        return str(UNREADABLE)
    return str(STACKED) if _most_marks(name) > MOST_MARKS else ""


@lru_cache(maxsize=10_000)
def keys(name: str) -> frozenset[str]:
    """Keys that `name` shares with names that look like it; none for pure punctuation.

    Width, accents, look-alike
    letters, digits read as letters, invisible characters, punctuation and
    spaces make no difference, and neither does case: `Ν` looks like `N` and
    `ν` like `v`, so that a name may have three keys.
    """
    return frozenset(map(_key, (name, name.lower(), name.upper()))) - {""}


def _key(name: str) -> str:
    return "".join(words(name))[:LONGEST_KEY]


@lru_cache(maxsize=10_000)
def words(name: str) -> tuple[str, ...]:
    """The words of `name`, each as a key would have it; `SiteAdmin` is two."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    spaced = (c if unicodedata.category(c)[0] in "LMN" else " " for c in _plain(parted))
    return tuple("".join(spaced).split())


def _plain(name: str) -> str:
    seen = "".join(character for character in name if not _is_hidden(character))
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", seen))
    once = "".join(map(latin, letters)).casefold()
    return "".join(map(latin, once)).casefold().translate(_SIGNS).replace("rn", "m")


@cache
def latin(character: str) -> str:
    """The Latin letter or digit that `character` looks like, or itself.

    After Unicode's table of confusable characters, and the names of those that
    are Latin letters in another dress.
    """
    if character.isascii():
        return character
    if dressed := _LATIN.fullmatch(unicodedata.name(character, "")):
        letter = dressed[1]
        return letter if character.isupper() else letter.lower()
    alike = _confusables(character)
    plain = next((c for c in alike if len(c) == 1 and c.isascii() and c.isalnum()), None)
    return plain or next((latin(c) for c in alike if _is_dressed(c)), character)


def _confusables(character: str) -> list[str]:
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 -- a large table

    return [alike["c"] for alike in confusables_data.get(character, [])]


def _is_dressed(character: str) -> bool:
    named = unicodedata.name(character, "") if len(character) == 1 else ""
    return bool(_LATIN.fullmatch(named))


def _is_invisible(character: str) -> bool:
    """Whether `character` is drawn as nothing, and may be left out of a name."""
    if character in _JOINERS or character in _TURNING:
        return False
    return _is_hidden(character)


def _is_hidden(character: str) -> bool:
    if character.isascii():
        return False
    return (
        character in BLANKS
        or unicodedata.category(character) in ("Cf", "Cc", "Co", "Cs")
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )


def _most_marks(name: str) -> int:
    """The most combining marks that stand on one character."""
    most = here = 0
    for character in name:
        if character in _JOINERS:
            continue
        here = here + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        most = max(most, here)
    return most
