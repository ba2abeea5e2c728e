"""Reads characters of other scripts as the Latin letters they look like.

Within a word that has Latin letters too, look-alikes are always read so. A word without any
may be one of another language: it is read so only if a word of the lexicon comes out.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from re import Match, Pattern

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.lexicon import Lexicon

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_CURRENCIES = "¢₡₮₩₭₫₦₲"
_WORD = re.compile(rf"[\w{_CURRENCIES}{MARKS}]+")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Scripts that are seen in Latin disguises more often than in words of their own
_SELDOM = re.compile(
    "[\u1400-\u167f\u13a0-\u13ff\ua4d0-\ua4ff\uab70-\uabbf\u2c80-\u2cff\u2d30-\u2d7f"
    "\u16a0-\u16ff\U00010280-\U000104ff]+"
)
_FOLDER = files("moderation.classifiers.normalization")
_SHORTEST, _SHORTEST_FOREIGN, _LONGEST = 3, 4, 40


def fold_homoglyphs(chunk: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Replace look-alikes of Latin letters in words that mix them, and in disguised words."""
    if chunk.text.isascii() or not _lookalike().search(chunk.text):
        return chunk
    chunk = chunk.substitute(_wide_word(), partial(_disguised, lexicon=lexicon))
    return chunk.substitute(_WORD, _latin)


def read_tables() -> None:
    """Read the tables now, so that the first text takes no longer than others."""
    _wide_word()
    _lookalike()
    _genuine()


def looks_latin(word: str) -> bool:
    """Tell whether every letter of `word` is a look-alike of a Latin one."""
    return all(ord(letter) in _homoglyphs() for letter in word if letter.isalpha())


def _latin(match: Match[str]) -> str:
    word = match[0]
    mixed = not word.isascii() and _LATIN_LETTER.search(word)
    return word.translate(_homoglyphs()) if mixed else word


def _disguised(match: Match[str], lexicon: Lexicon) -> str:
    """Return the word of the lexicon that look-alikes spell, else what was matched."""
    written = match[0]
    if written.isascii() or not _SHORTEST <= len(written) <= _LONGEST:
        return written
    mixed = _LATIN_LETTER.search(written) is not None
    seldom = _SELDOM.fullmatch(written) is not None
    if not mixed and not seldom and _is_foreign(written):
        return written
    for reading in _readings(written):
        if reading in lexicon or (seldom and reading in lexicon.known):
            return reading
        if mixed and (word := _stretched(reading, lexicon)):
            return word
    return written


def _is_foreign(word: str) -> bool:
    """Tell whether a word without Latin letters is too short, or known to be a real one."""
    return len(word) < _SHORTEST_FOREIGN or word.casefold() in _genuine()


def _stretched(reading: str, lexicon: Lexicon) -> str | None:
    known = reading in lexicon.known or not (reading.isascii() and reading.isalpha())
    return None if known else lexicon.behind(reading)


def _readings(written: str) -> Iterator[str]:
    """Yield what the look-alikes may spell, the likeliest first, in small letters."""
    seen: set[str] = set()
    for table in _tables():
        latin = unicodedata.normalize("NFD", written.translate(table)).casefold()
        letters = "".join(c for c in latin if not unicodedata.combining(c))
        if letters.isascii() and letters not in seen:
            seen.add(letters)
            yield letters


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for line in _FOLDER.joinpath(name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            letter, lookalikes = line.split(" ")
            yield letter, lookalikes


@cache
def _homoglyphs() -> dict[int, str]:
    """Map code points to the Latin letters they look like, after Unicode TR39."""
    return {ord(alike): letter for letter, row in _rows("confusables.txt") for alike in row}


@cache
def _tables() -> tuple[dict[int, str], ...]:
    """Return readings of code points: after TR39, then the first and second freer ones."""
    first = dict(_homoglyphs())
    second, third = dict(first), dict(first)
    for letter, row in _rows("lookalikes.txt"):
        for code in map(ord, dict.fromkeys(row)):
            first.setdefault(code, letter)
            if second.get(code) == _homoglyphs().get(code):
                second[code] = third[code] = letter
            else:
                third[code] = letter
    return first, second, third


@cache
def _lookalike() -> Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _tables()[0])))}]")


@cache
def _wide_word() -> Pattern[str]:
    """Return the pattern of a word in which signs may stand for letters."""
    signs = "".join(c for c in map(chr, _tables()[0]) if not c.isalnum())
    return re.compile(rf"[\w{re.escape(signs)}{_CURRENCIES}{MARKS}]+")


@cache
def _genuine() -> frozenset[str]:
    lines = _FOLDER.joinpath("genuine.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
