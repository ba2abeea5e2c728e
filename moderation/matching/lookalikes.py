"""Letters of other scripts that stand for Latin ones, as in `іdіоt` with Cyrillic `і` and `о`."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_LATIN = re.compile("[a-z\u00df-\u02af\u1d00-\u1dbf\u1e00-\u1eff]")
_FOREIGN = re.compile("[^\\W\\d_a-z\u00df-\u02af\u1d00-\u1dbf\u1e00-\u1eff]")
# Code points below are letters of European languages, like those above with an accent
_FIRST = 0x180
_PHONETIC = (*range(0x250, 0x2B0), *range(0x1D00, 0x1D2C))
_RIGHT_TO_LEFT = ("R", "AL", "AN")


def is_alike(folded: str) -> bool:
    """Whether a text has other letters than Latin ones, and all of them look like small ones.

    A text with others of their script is written in that script.
    """
    small, _ = _tables()
    foreign = _FOREIGN.findall(folded)
    return bool(foreign) and all(ord(letter) in small for letter in foreign)


def as_latin(word: str, *, text_is_alike: bool) -> str:
    """Read the look-alikes in a word that mixes them with Latin letters, or in such a text."""
    small, all_sizes = _tables()
    if _LATIN.search(word):
        return word.translate(all_sizes)
    return word.translate(small) if text_is_alike else word


def latin(letters: str) -> str:
    """Return what the letters look like."""
    return letters if letters.isascii() else letters.translate(_tables()[1])


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Latin letters by their look-alikes after Unicode TR39: of small letters, and of all.

    Case is folded before, so a look-alike of a capital counts in its small form.
    """
    table = (
        files("moderation.classifiers.normalization").joinpath("confusables.txt").read_text("utf-8")
    )
    rows = [row.split(" ") for row in table.splitlines() if not row.startswith("#")]
    pairs = [(other, letter.lower()) for letter, alike in rows for other in alike]
    small = {other: letter for other, letter in pairs if other == other.casefold()}
    all_sizes = {other.casefold(): letter for other, letter in reversed(pairs)} | small
    capitals = _small_capitals()
    return _foreign(small) | capitals, _foreign(all_sizes) | capitals


def _foreign(letters: dict[str, str]) -> dict[int, str]:
    """Those of another script than Latin; letters from right to left fool nobody."""
    return {
        ord(other): letter
        for other, letter in letters.items()
        if len(other) == 1
        and ord(other) >= _FIRST
        and not _has_an_accent(other)
        and unicodedata.bidirectional(other) not in _RIGHT_TO_LEFT
    }


def _has_an_accent(letter: str) -> bool:
    return not unicodedata.is_normalized("NFD", letter)


def _small_capitals() -> dict[int, str]:
    """The phonetic letters that look like small capitals, after their names."""
    names = {point: unicodedata.name(chr(point)).split(" ") for point in _PHONETIC}
    return {
        point: name[-1].lower()
        for point, name in names.items()
        if name[:-1] == ["LATIN", "LETTER", "SMALL", "CAPITAL"] and len(name[-1]) == 1
    }
