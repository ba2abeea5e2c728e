"""Caches the tokens of chunks and the weights of tokens, so that each is analysed once."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from threading import Lock
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Ints
from moderation.classifiers.base import Offsets
from moderation.classifiers.linear.features import token_spans
from moderation.classifiers.linear.grams import Grams
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.deobfuscation import begins_like_a_letter
from moderation.classifiers.normalization.normalizer import REORDERING, Normalizer
from moderation.classifiers.sentences import ends_sentence

# Traits of a chunk that matter to its neighbours, as bits: a sentence ends after it; it is one
# character, or begins with one, so that it may be part of a word that is spelled out; its normal
# form is not exactly one chunk, or depends on the text around it. LOOSE must be the highest.
ENDS_SENTENCE, LETTER, BEGINS_LIKE_A_LETTER, LOOSE = 1, 2, 4, 8
# A long chunk counts as several entries: it takes more memory and is hardly ever seen again.
_CHARACTERS_PER_ENTRY = 64
_NEW = -1
TEXTS_KEPT = 16


class _Analysed(NamedTuple):
    """The tokens of a chunk with their offsets in it, and its traits."""

    tokens: list[tuple[str, int, int]]
    traits: int


class LocatedChunk(NamedTuple):
    """The numbers of a chunk's tokens, their offsets in it, and its traits."""

    ids: tuple[int, ...]
    spans: tuple[Offsets, ...]
    traits: int


class TokenCache:
    """Numbers chunks and tokens in the order in which they are first seen; it only grows.

    The tokens of chunk `n` are `tokens[first[n] : first[n + 1]]`, with their offsets in
    it at the same indices of `spans`; its traits are `traits[n]`; what token `t` adds to
    each logit is `rows[t]`.
    The owner decides when the cache is full and replaces it by its survivors or by a new
    one. Reading takes no lock: an entry is complete before it is published.
    """

    def __init__(self, normalizer: Normalizer, grams: Grams, reserved: dict[str, int]) -> None:
        self.normalizer = normalizer
        self._grams = grams
        self._reserved = reserved
        self._next_id = len(reserved)
        self._numbers: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._located: dict[str, LocatedChunk] = {}
        self._lock = Lock()
        self._extra_size = 0
        self.tokens_of = lru_cache(TEXTS_KEPT)(self._tokens_of)
        self.first = np.zeros(1024, np.int64)
        self.tokens = np.zeros(1024, np.int64)
        self.spans = np.zeros((1024, 2), np.int32)
        self.traits = np.zeros(1024, np.uint8)
        self._reused = np.zeros(1024, bool)
        self.rows = np.zeros((len(reserved) + 1024, grams.width))

    @property
    def size(self) -> int:
        """The number of cached chunks and tokens; a long chunk counts as several."""
        return len(self._numbers) + len(self._ids) + 2 * len(self._located) + self._extra_size

    def numbers(self, chunks: Sequence[str]) -> Ints:
        """Return the number of each chunk.  Those that are new are analysed together."""
        numbers = np.fromiter(map(self._numbers.get, chunks, repeat(_NEW)), np.int64, len(chunks))
        is_new = numbers == _NEW
        self._reused[numbers[~is_new]] = True
        places = is_new.nonzero()[0].tolist()
        if places:
            new = [chunks[place] for place in places]
            self._learn(dict.fromkeys(new))
            numbers[places] = [self._numbers[chunk] for chunk in new]
        return numbers

    def located(self, chunks: Sequence[str]) -> list[LocatedChunk]:
        """Return what is cached of each chunk: for a single text, faster than `numbers`."""
        known = list(map(self._located.get, chunks))
        if all(known):
            return cast(list[LocatedChunk], known)
        return list(map(self._locate, chunks, self.numbers(chunks).tolist()))

    def _locate(self, chunk: str, number: int) -> LocatedChunk:
        known = self._located.get(chunk)
        if known is None:
            own = slice(*self.first[number : number + 2].tolist())
            spans = tuple((start, end) for start, end in self.spans[own].tolist())
            ids = tuple(self.tokens[own].tolist())
            known = self._located[chunk] = LocatedChunk(ids, spans, int(self.traits[number]))
        return known

    def _tokens_of(self, text: str) -> list[tuple[str, int, int]]:
        """Return the tokens of a text that is normalised as a whole.

        The last few texts are cached: a text is scored, then explained for each attribute.
        """
        return list(token_spans(self.normalizer(text)))

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """Return the numbers of tokens."""
        with self._lock:
            return self._numbered(tokens)

    def survivors(self) -> "TokenCache":
        """Return a cache of the chunks that were used again: most are seen only once."""
        cache = TokenCache(self.normalizer, self._grams, self._reserved)
        with self._lock:
            chunks = [chunk for chunk, number in self._numbers.items() if self._reused[number]]
            cache._take(self, chunks)
        return cache

    def _take(self, other: "TokenCache", chunks: list[str]) -> None:
        """Copy some chunks and their tokens from another cache into this empty one."""
        numbers = np.array([other._numbers[chunk] for chunk in chunks], np.int64)
        places, counts = ranges(other.first[numbers], other.first[numbers + 1])
        is_taken = np.arange(other._next_id) < len(self._reserved)
        is_taken[other.tokens[places]] = True
        new_ids = np.cumsum(is_taken) - 1
        ids = {token: number for token, number in other._ids.items() if is_taken[number]}
        self._ids = dict(zip(ids, new_ids[list(ids.values())].tolist(), strict=True))
        self._next_id = int(is_taken.sum())
        self.rows = other.rows[: other._next_id][is_taken]
        self.first = np.append(0, np.cumsum(counts))
        self.tokens, self.spans = new_ids[other.tokens[places]], other.spans[places]
        self.traits, self._reused = other.traits[numbers], np.zeros(len(numbers), bool)
        self._extra_size = _extra_size_of(chunks)
        self._numbers = {chunk: number for number, chunk in enumerate(chunks)}

    def _learn(self, chunks: Iterable[str]) -> None:
        analysed = {chunk: self._analysed(chunk) for chunk in chunks}
        with self._lock:
            new = {chunk: own for chunk, own in analysed.items() if chunk not in self._numbers}
            known, last = len(self._numbers), len(self._numbers) + len(new)
            self._add(known, last, list(new.values()))
            self._extra_size += _extra_size_of(new)
            self._numbers.update(zip(new, range(known, last), strict=True))

    def _add(self, known: int, last: int, chunks: list[_Analysed]) -> None:
        """Store analysed chunks under the numbers from `known` to `last`."""
        tokens = [token for chunk in chunks for token in chunk.tokens]
        start = int(self.first[known])
        end = start + len(tokens)
        self.first = _with_room(self.first, last + 1)
        self.traits = _with_room(self.traits, last)
        self._reused = _with_room(self._reused, last)
        self.tokens = _with_room(self.tokens, end)
        self.spans = _with_room(self.spans, end)
        self.first[known + 1 : last + 1] = start + np.cumsum([len(c.tokens) for c in chunks])
        self.traits[known:last] = [chunk.traits for chunk in chunks]
        self.tokens[start:end] = self._numbered([token for token, _, _ in tokens])
        self.spans[start:end] = np.array([span for _, *span in tokens]).reshape(-1, 2)

    def _analysed(self, chunk: str) -> _Analysed:
        plain = self.normalizer.plain_word(chunk)
        if plain:
            return _Analysed([plain], _traits(chunk, chunk.lower()))
        aligned = self.normalizer.chunk(AlignedText.of(chunk))
        return _Analysed(list(token_spans(aligned)), _traits(chunk, aligned.text))

    def _numbered(self, tokens: Sequence[str]) -> list[int]:
        new = [token for token in dict.fromkeys(tokens) if token not in self._ids]
        if new:
            numbers = self._new_ids(new)
            self.rows = _with_room(self.rows, self._next_id)
            self.rows[numbers] = self._grams.sums(new)
            self._ids.update(zip(new, numbers, strict=True))
        return [self._ids[token] for token in tokens]

    def _new_ids(self, tokens: Sequence[str]) -> list[int]:
        numbers = [self._reserved.get(token, _NEW) for token in tokens]
        for place, number in enumerate(numbers):
            if number == _NEW:
                numbers[place] = self._next_id
                self._next_id += 1
        return numbers


def _traits(chunk: str, normalized: str) -> int:
    loose = REORDERING.search(chunk) or normalized.split() != [normalized]
    return (
        ENDS_SENTENCE * ends_sentence(chunk)
        | LETTER * (len(normalized) == 1)
        | BEGINS_LIKE_A_LETTER * begins_like_a_letter(normalized)
        | LOOSE * bool(loose)
    )


def _extra_size_of(chunks: Iterable[str]) -> int:
    """Return how many entries the long ones among the chunks count beyond one each."""
    return sum(len(chunk) // _CHARACTERS_PER_ENTRY for chunk in chunks)


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the ranges from each start to its end in one array, and the length of each."""
    counts = ends - starts
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum()), counts


def _with_room(array: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the array, or a longer copy of it if it has no room for `size` rows."""
    if size <= len(array):
        return array
    return np.concatenate([array, np.zeros((max(len(array), size), *array.shape[1:]), array.dtype)])
