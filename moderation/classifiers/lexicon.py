"""The words that are worth disguising, and what a disguised word may stand for."""

import re
from collections.abc import Iterable
from functools import cached_property
from operator import eq
from string import ascii_lowercase

_SIGNS = str.maketrans("013456789@$!|+€£¢", "oieasgtbgasiiteic")
_LETTERS = dict.fromkeys(range(128)) | {ord(c): ord(c) for c in ascii_lowercase} | _SIGNS
"""What is left of a character, for each of ASCII and each sign."""
_FOREIGN = re.compile(r"[^a-z]+")
_RUN = re.compile(r"(.)\1+")
_HIDDEN = re.compile(r"[^a-z]+")
_ELASTIC = ("(", "[", "..", "--", "—")
_SOUNDS = {"ph": "f", "ck": "k", "oo": "u", "c": "k", "q": "k", "z": "s", "v": "u", "y": "i"}
_SHORTEST_MISSPELT = 4


def spelled(word: str) -> str:
    """Return the letters of a word, signs read as the letters they look like."""
    letters = word.translate(_LETTERS)
    return letters if letters.isascii() else _FOREIGN.sub("", letters)


def key(word: str) -> str:
    """Return what a word has in common with its disguises.

    Repeated letters count once, and `l` is read as `i`, since `1`, `!` and `|`
    stand for either.
    """
    return _once(spelled(word).replace("l", "i"))


def sound(word: str) -> str:
    """Return how a word of letters sounds, roughly: `phuck` and `fuck` are the same."""
    for spelling, heard in _SOUNDS.items():
        word = word.replace(spelling, heard)
    return _once(word)


def _once(word: str) -> str:
    """Return a word with repeated letters once; few have any, which is told faster than mended."""
    return _RUN.sub(r"\1", word) if True in map(eq, word, word[1:]) else word


class Lexicon:
    """Words that people disguise, strongest first, and the innocent words they resemble.

    A disguise is only ever read as one of `words`, and never when it is one of
    `known`, so that innocent text cannot be rewritten into something else.
    """

    def __init__(self, words: Iterable[str] = (), known: Iterable[str] = ()) -> None:
        self.words = tuple(words)
        self._members = frozenset(self.words)
        self.known = frozenset(known) | self._members
        self.longest = max(map(len, self.words), default=0)

    def __contains__(self, word: str) -> bool:
        return word in self._members

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {key(word): word for word in reversed(self.words)}

    @cached_property
    def _by_first_letter(self) -> dict[str, list[str]]:
        buckets: dict[str, list[str]] = {}
        for word in self.words:
            buckets.setdefault(word[0], []).append(word)
        return buckets

    def behind(self, disguise: str) -> str | None:
        """Return the word whose letters `disguise` spells with signs or repetitions."""
        word = self._by_key.get(key(disguise))
        return word if word and len(spelled(disguise)) >= len(word) else None

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        long = (word for word in reversed(self.words) if len(word) >= _SHORTEST_MISSPELT)
        return {sound(word): word for word in long}

    def sounding_like(self, word: str) -> str | None:
        """Return the word that is pronounced like `word`, as `fuck` is like `phuck`."""
        return self._by_sound.get(sound(word)) if len(word) >= _SHORTEST_MISSPELT else None

    @cached_property
    def _by_misspelling(self) -> dict[str, str]:
        """Map scrambled forms, and forms that lack an inner letter, to words."""
        table: dict[str, str] = {}
        for word in reversed(self.words):
            table[_scrambled(word)] = word
            if len(word) > _SHORTEST_MISSPELT:
                inner = range(1, len(word) - 1)
                table.update(dict.fromkeys((word[:i] + word[i + 1 :] for i in inner), word))
        return table

    def misspelt_by(self, word: str) -> str | None:
        """Return the word that `word` is with inner letters swapped or one left out."""
        if len(word) < _SHORTEST_MISSPELT:
            return None
        return self._by_misspelling.get(word) or self._by_misspelling.get(_scrambled(word))

    def masked_by(self, mask: str) -> str | None:
        """Return the strongest word that `mask`, such as `f**k`, leaves letters of."""
        if len(mask) > 2 * self.longest:
            return None
        pattern = re.compile(_HIDDEN.sub(_wildcard, mask))
        bucket = self._by_first_letter.get(mask[0], [])
        return next((word for word in bucket if pattern.fullmatch(word)), None)


def _scrambled(word: str) -> str:
    """Return a word with its inner letters in alphabetical order, marked as no real word."""
    return f"{word[0]}-{''.join(sorted(word[1:-1]))}-{word[-1]}"


def _wildcard(mask: re.Match[str]) -> str:
    """Return the pattern for what a mask hides: one letter a sign, or any few letters."""
    return "[a-z]{1,6}" if mask[0].startswith(_ELASTIC) else f"[a-z]{{{len(mask[0])}}}"
