"""Reads words that stand upside down: turned letters, the last of the word first."""

import re
from functools import cache
from importlib.resources import files
from re import Match, Pattern

from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.lexicon import Lexicon

_SHORTEST = 3


def read_turned(chunk: AlignedText, lexicon: Lexicon) -> AlignedText:
    """Turn each word of turned letters that is a known word the right way up.

    Some turned letters are letters of African languages and of phonetic script, so a word
    that would mean nothing stays as it is.
    """
    if chunk.text.isascii() or not _turned().search(chunk.text):
        return chunk
    parts: list[AlignedText] = []
    position = 0
    for match in _pattern().finditer(chunk.text):
        if word := _upright(match, lexicon):
            parts.append(chunk.part(position, match.start()))
            parts.append(chunk.part(*match.span()).reversed().read_as(word))
            position = match.end()
    return AlignedText.join([*parts, chunk.part(position, len(chunk))]) if parts else chunk


def read_tables() -> None:
    """Read the table now, so that the first text takes no longer than others."""
    _pattern()
    _turned()


def _upright(match: Match[str], lexicon: Lexicon) -> str | None:
    if match[0].isascii() or len(match[0]) < _SHORTEST or _continues(match):
        return None
    word = match[0][::-1].translate(_letters())
    return word if word in lexicon.known else None


def _continues(match: Match[str]) -> bool:
    """Tell whether a letter that is not turned stands next to the word."""
    start, end = match.span()
    return match.string[start - 1 : start].isalnum() or match.string[end : end + 1].isalnum()


@cache
def _letters() -> dict[int, str]:
    """Map code points to the letters they look like when they are turned."""
    folder = files("moderation.classifiers.normalization")
    table = folder.joinpath("turned.txt").read_text("utf-8")
    rows = (line.split(" ") for line in table.splitlines() if not line.startswith("#"))
    return {ord(turned): letter for letter, alike in rows for turned in alike}


@cache
def _pattern() -> Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _letters()))}]+")


@cache
def _turned() -> Pattern[str]:
    """Return the pattern of a letter that is no ASCII letter turned."""
    return re.compile(f"[{''.join(c for c in map(chr, _letters()) if not c.isascii())}]")
