"""Finds the listed words that obfuscated words in a folded text stand for."""

import re
from collections.abc import Iterable, Iterator
from operator import eq
from re import Match
from string import digits
from typing import NamedTuple

from moderation.matching import lookalikes
from moderation.matching.folding import bare as unaccented
from moderation.matching.masks import Masks
from moderation.matching.ordinary import is_ordinary
from moderation.matching.spelling import (
    SEPARATORS,
    SHORTEST,
    SHORTEST_OF_PHRASE,
    key,
    letters_of,
    spells,
)
from moderation.matching.tokens import KOREAN, SPACED, Kind, Token, tokens

_PIECE = re.compile(r"[^\s,;:\"“”«»\\?<>{}=^`´()\[\]'’]+")
_ADDRESS = re.compile(r"://|^www\.|\w@\w+\.\w")
_PUNCTUATION = "!.*_-#&%|+~·•/–—…"
_CURRENCY = "$@€£¢¥©®¡"
_PART = re.compile(f"[^{re.escape(SEPARATORS)}]+")
_REPEATED = re.compile(r"(.)\1")
# Particles that are joined to Korean words; a one-syllable word also begins other words
_PARTICLES = frozenset("은는이가을를의에도만과와로야아들다요") | {
    "이다",
    "이야",
    "에게",
    "한테",
    "라고",
    "이라고",
    "입니다",
}
_LONGEST_IN_ONE_PIECE = 500
_SHORTEST_AT_AN_END = _SHORTEST_NUMBERED = 4
_LONGEST_ORDINARY = 40
_ONE_LETTER_WORDS = frozenset("aiou")


class Reading(NamedTuple):
    """A range of a folded text and the listed words that it may stand for."""

    start: int
    end: int
    words: tuple[str, ...]
    kind: Kind = SPACED


class Vocabulary:
    """The words of a list, indexed by their obfuscated forms."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self.longest = max(map(len, self.words), default=0)
        self._by_key: dict[str, list[str]] = {}
        for word in sorted(self.words):
            if len(word) >= SHORTEST_OF_PHRASE and not word.isdigit():
                self._by_key.setdefault(key(word), []).append(word)
        self._masks: Masks | None = None

    def plain(self, token: Token) -> tuple[str, ...]:
        """The listed words that a word is as it stands, particles of Korean set aside."""
        if token.word in self.words:
            return (token.word,)
        if token.kind is not KOREAN:
            return ()
        starts = (token.word[:end] for end in range(min(len(token.word), self.longest), 0, -1))
        return tuple(s for s in starts if s in self.words and _takes(s, token.word[len(s) :]))

    def spelt(self, spelling: str, *, text_is_alike: bool = False) -> tuple[str, ...]:
        """The listed words that letters, digits and signs spell."""
        if not spelling.isascii():
            spelling = _without_dress(lookalikes.as_latin(spelling, text_is_alike=text_is_alike))
            if spelling in self.words:
                return (spelling,)
        if len(spelling) < SHORTEST_OF_PHRASE:
            return ()
        found = self._by_key.get(key(spelling), ())
        return tuple(word for word in found if spells(spelling, word))

    def masked(self, mask: str) -> tuple[str, ...]:
        """The listed words that a word with hidden letters may be."""
        if self._masks is None:
            self._masks = Masks(sorted(self.words))
        return self._masks.readings(mask)


def _without_dress(word: str) -> str:
    """Take the accents from a word that has one on each letter: that is no word's spelling."""
    letters = unaccented(word)
    is_dressed = len(word) == len(letters) >= SHORTEST and not any(map(eq, word, letters))
    return letters if is_dressed else word


def _takes(word: str, rest: str) -> bool:
    return len(word) > 1 or not rest or rest in _PARTICLES


def in_chunk(
    chunk: str, vocabulary: Vocabulary, *, text_is_alike: bool
) -> tuple[list[Reading], list[Reading]]:
    """Read what stands between two spaces: as it stands, and through disguises."""
    found = list(tokens(chunk))
    plain = [Reading(t.start, t.end, vocabulary.plain(t), t.kind) for t in found]
    if _ADDRESS.search(chunk):
        return plain, plain
    odd = [
        reading
        for piece in _PIECE.finditer(chunk)
        for reading in _odd(piece, vocabulary, text_is_alike)
    ]
    taken = iter(odd)
    ahead = next(taken, None)
    seen = list(odd)
    for token, own in zip(found, plain, strict=True):
        while ahead and ahead.end <= token.start:
            ahead = next(taken, None)
        if not ahead or token.end <= ahead.start:
            words = own.words or _stretched(token.word, vocabulary, text_is_alike)
            seen.append(own._replace(words=words))
    return plain, sorted(seen)


def _stretched(word: str, vocabulary: Vocabulary, text_is_alike: bool) -> tuple[str, ...]:
    if len(word) < SHORTEST_OF_PHRASE:
        return ()
    if word.isascii() and word.isalpha() and not _REPEATED.search(word):
        return ()
    bare = word.rstrip("ー") if word.endswith("ー") else word.rstrip(digits)
    if bare != word and bare in vocabulary.words and _bears_an_ending(bare):
        return (bare,)
    return vocabulary.spelt(word, text_is_alike=text_is_alike)


def _bears_an_ending(word: str) -> bool:
    """Tell whether a number behind a word makes no other of it, as it does in `mp3` and `co2`."""
    return not word.isascii() or len(word) >= _SHORTEST_NUMBERED


def _odd(piece: Match[str], vocabulary: Vocabulary, text_is_alike: bool) -> Iterator[Reading]:
    """Read a piece with more in it than letters, as a whole or part by part."""
    if len(piece[0]) < SHORTEST_OF_PHRASE or piece[0].isalpha():
        return
    whole = _core(piece[0], vocabulary, text_is_alike)
    if whole:
        yield _moved(whole, piece.start())
        return
    for part in _PART.finditer(piece[0]):
        if not part[0].isalpha() and (own := _core(part[0], vocabulary, text_is_alike)):
            yield _moved(own, piece.start() + part.start())


def _moved(reading: Reading, by: int) -> Reading:
    return reading._replace(start=reading.start + by, end=reading.end + by)


def _core(piece: str, vocabulary: Vocabulary, text_is_alike: bool) -> Reading | None:
    """Read a piece with or without the signs at its ends, which may be letters too."""
    if len(piece) > _LONGEST_IN_ONE_PIECE:
        return None
    cores = list(_cores(piece))
    tried = set()
    for start, end in cores:
        core = piece[start:end]
        # Signs that add no letter, as in `hell!`, are no part of the word.
        if (own := key(core)) in tried:
            continue
        tried.add(own)
        if not core.isalpha() and (words := vocabulary.spelt(core, text_is_alike=text_is_alike)):
            return Reading(start, end, words)
    masks = ((start, end, vocabulary.masked(piece[start:end])) for start, end in cores)
    return next((Reading(*mask) for mask in masks if mask[2]), None)


def _cores(piece: str) -> Iterator[tuple[int, int]]:
    ends = dict.fromkeys(
        len(piece.rstrip(signs)) for signs in (_PUNCTUATION + _CURRENCY, _PUNCTUATION, ".!", "")
    )
    starts = dict.fromkeys(
        len(piece) - len(piece.lstrip(signs))
        for signs in (_PUNCTUATION + _CURRENCY, _PUNCTUATION, "")
    )
    return ((start, end) for start in starts for end in ends if end - start >= SHORTEST_OF_PHRASE)


def pulled_apart(units: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the listed words that letters spell which each stand alone, as in `c r o o k`.

    They are all of the letters, or begin or end them: words in the middle are
    left alone, or `s c u n t h o r p e` would hide one.
    """
    words = (units,) if units in vocabulary.words else vocabulary.spelt(units)
    if words:
        yield 0, len(units), words
        return
    letters = letters_of(units)
    first, last = 0, len(letters)
    while first < last:
        ahead = _at_an_end(letters, first, last, vocabulary, behind=False)
        behind = 0 if ahead else _at_an_end(letters, first, last, vocabulary, behind=True)
        if not (ahead or behind) or (
            last - first <= _LONGEST_ORDINARY and is_ordinary(letters[first:last])
        ):
            return
        start, end = (first, first + ahead) if ahead else (last - behind, last)
        yield start, end, (letters[start:end],)
        first, last = (end, last) if ahead else (first, start)


def _at_an_end(letters: str, first: int, last: int, vocabulary: Vocabulary, *, behind: bool) -> int:
    """The length of the listed word that `letters[first:last]` begins with, or ends with."""
    for length in range(min(vocabulary.longest, last - first), SHORTEST - 1, -1):
        start = last - length if behind else first
        if letters[start : start + length] in vocabulary.words:
            rest = letters[first:start] + letters[start + length : last]
            if length >= _SHORTEST_AT_AN_END or not rest or rest in _ONE_LETTER_WORDS:
                return length
    return 0
