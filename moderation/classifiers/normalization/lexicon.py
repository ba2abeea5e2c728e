"""The words that people obfuscate, and lookup of a word by its obfuscated form."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from operator import eq
from string import ascii_lowercase

_SIGNS = str.maketrans("013456789@$!|+€£¢", "oieasgtbgasiiteic")
# Maps ASCII characters and signs to the letter they are read as; others are deleted
_LETTERS = dict.fromkeys(range(128)) | {ord(c): ord(c) for c in ascii_lowercase} | _SIGNS
_FOREIGN = re.compile(r"[^a-z]+")
_RUN = re.compile(r"(.)\1+")
# A letter of a mask, or signs that hide letters
_MASK_PART = re.compile(r"[a-z]|[^a-z]+")
_ELASTIC = ("(", "[", "..", "--", "—")
_SOUNDS = {"ph": "f", "ck": "k", "oo": "u", "c": "k", "q": "k", "z": "s", "v": "u", "y": "i"}
_SHORTEST_MISSPELT = 4


def spelled(word: str) -> str:
    """Return the letters of a word, signs read as the letters they look like."""
    letters = word.translate(_LETTERS)
    return letters if letters.isascii() else _FOREIGN.sub("", letters)


def key(word: str) -> str:
    """Return a key that a word shares with its obfuscated forms.

    Repeated letters count once, and `l` is read as `i`, since `1`, `!` and `|`
    stand for either.
    """
    return _once(spelled(word).replace("l", "i"))


def sound(word: str) -> str:
    """Return a rough phonetic key: `phuck` and `fuck` have the same."""
    for spelling, heard in _SOUNDS.items():
        word = word.replace(spelling, heard)
    return _once(word)


def _once(word: str) -> str:
    """Collapse repeated letters. Few words have any, and the check is faster than the regex."""
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

    @cached_property
    def _with_letter(self) -> dict[tuple[int, str], int]:
        """Map each place and letter to the words that have it there, a bit each.

        A word ends with an empty letter. The strongest word is the lowest bit.
        """
        table: dict[tuple[int, str], int] = defaultdict(int)
        for number, word in enumerate(self.words):
            for place, letter in enumerate([*word, ""]):
                table[place, letter] |= 1 << number
        return dict(table)

    def masked_by(self, mask: str) -> str | None:
        """Return the strongest word that `mask`, such as `f**k`, leaves letters of."""
        if len(mask) > 2 * self.longest:
            return None
        fitting = {0: (1 << len(self.words)) - 1}
        for part in _MASK_PART.finditer(mask):
            fitting = self._fitting(fitting, part[0])
        words = 0
        for place, own in fitting.items():
            words |= own & self._with_letter.get((place, ""), 0)
        return self.words[(words & -words).bit_length() - 1] if words else None

    def _fitting(self, words: dict[int, int], part: str) -> dict[int, int]:
        """Return the words that fit `part` of a mask too, by the place where it ends in them.

        `words` are those that fit what stands before it, by the place where that ends.
        """
        if "a" <= part <= "z":
            found = {
                place + 1: own & self._with_letter.get((place, part), 0)
                for place, own in words.items()
            }
        else:
            found = defaultdict(int)
            for place, own in words.items():
                for length in _hidden_lengths(part):
                    found[place + length] |= own
        return {place: own for place, own in found.items() if own and place <= self.longest}


def _scrambled(word: str) -> str:
    """Return a word with its inner letters in alphabetical order, marked as no real word."""
    return f"{word[0]}-{''.join(sorted(word[1:-1]))}-{word[-1]}"


def _hidden_lengths(mask: str) -> range:
    """Return how many letters a mask may hide: one a sign, or any few."""
    return range(1, 7) if mask.startswith(_ELASTIC) else range(len(mask), len(mask) + 1)
