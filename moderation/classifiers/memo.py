"""Remembers what chunks of text amount to, so that each is analysed once."""

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.disguises import begins_like_a_letter
from moderation.classifiers.features import token_features, token_spans
from moderation.classifiers.normalization import REORDERING, Normalizer
from moderation.classifiers.sentences import ends_sentence
from moderation.classifiers.shadow import Shadow

Span = tuple[int, int]

ENDS_SENTENCE, LETTER, LIKE_A_LETTER, LOOSE = 1, 2, 4, 8
"""What a chunk means for the text around it, as bits.

A sentence ends behind it; it is one character, or begins with one, so that it
may be part of a word that is spelled out; or its normal form is not one chunk.
"""
_CHARACTERS_AN_ENTRY = 64
"""A long chunk counts as several: it takes their room and hardly ever comes again."""


class LocatedChunk(NamedTuple):
    """The numbers of a chunk's tokens, their spans within it, and what it means for the text."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    traits: int


class Memo(dict[str, int]):
    """Numbers chunks as they are looked up, and knows the tokens of each; it only ever grows.

    The tokens of chunk `n` are `tokens[first[n] : first[n + 1]]`, its meaning for
    the text is `traits[n]`, and what token `t` adds to each logit is `rows[t]`.
    Whoever holds the memo decides when it is full and starts a new one. Reading
    takes no lock: an entry is complete before it is published.
    """

    def __init__(
        self,
        normalizer: Normalizer,
        grams: dict[str, int],
        weights: NDArray[np.float32],
        reserved: dict[str, int],
    ) -> None:
        super().__init__()
        self.normalizer = normalizer
        self._grams = grams
        self._weights = weights
        self._reserved = reserved
        self._next_id = len(reserved)
        self._ids: dict[str, int] = {}
        self._located: dict[str, LocatedChunk] = {}
        self._lock = Lock()
        self._long = 0
        self.first = np.zeros(1024, np.int64)
        self.tokens = np.zeros(1024, np.int64)
        self.traits = np.zeros(1024, np.uint8)
        self.rows = np.zeros((len(reserved) + 1024, weights.shape[1]))

    @property
    def size(self) -> int:
        """How many chunks and tokens are remembered, a long chunk counted as several."""
        return len(self) + len(self._ids) + 2 * len(self._located) + self._long

    def __missing__(self, chunk: str) -> int:
        tokens, traits = self._analysed(chunk)
        with self._lock:
            known = self.get(chunk)
            return known if known is not None else self._add(chunk, tokens, traits)

    def located(self, chunks: Sequence[str]) -> list[LocatedChunk]:
        """Return the tokens of each chunk with their spans within it, and its traits."""
        known = list(map(self._located.get, chunks))
        return cast(list[LocatedChunk], known) if all(known) else list(map(self._locate, chunks))

    def _locate(self, chunk: str) -> LocatedChunk:
        known = self._located.get(chunk)
        if known is None:
            tokens, traits = self._analysed(chunk)
            spans = tuple((start, end) for _, start, end in tokens)
            known = self._located[chunk] = LocatedChunk(self.ids(tokens), spans, traits)
            self._long += len(chunk) // _CHARACTERS_AN_ENTRY
        return known

    def ids(self, tokens: Iterable[tuple[str, int, int]]) -> tuple[int, ...]:
        """Return the numbers of tokens with their spans."""
        with self._lock:
            return tuple(self._id(token) for token, _, _ in tokens)

    def _analysed(self, chunk: str) -> tuple[list[tuple[str, int, int]], int]:
        plain = self.normalizer.plain_word(chunk)
        if plain:
            return [plain], _traits(chunk, chunk.lower())
        shadow = self.normalizer.chunk(Shadow.of(chunk))
        return list(token_spans(shadow)), _traits(chunk, shadow.text)

    def _add(self, chunk: str, tokens: list[tuple[str, int, int]], traits: int) -> int:
        number = len(self)
        start = int(self.first[number])
        self.tokens = _with_room(self.tokens, start + len(tokens))
        self.first = _with_room(self.first, number + 2)
        self.traits = _with_room(self.traits, number + 1)
        self.tokens[start : start + len(tokens)] = [self._id(token) for token, _, _ in tokens]
        self.first[number + 1] = start + len(tokens)
        self.traits[number] = traits
        self._long += len(chunk) // _CHARACTERS_AN_ENTRY
        self[chunk] = number
        return number

    def _id(self, token: str) -> int:
        known = self._ids.get(token)
        if known is None:
            known = self._reserved.get(token, self._next_id)
            self._next_id += known == self._next_id
            self.rows = _with_room(self.rows, known + 1)
            found = map(self._grams.get, token_features(token))
            places = [place for place in found if place is not None]
            self.rows[known] = self._weights[places].sum(axis=0, dtype=np.float64)
            self._ids[token] = known
        return known


def _traits(chunk: str, normalized: str) -> int:
    loose = REORDERING.search(chunk) or normalized.split() != [normalized]
    return (
        ENDS_SENTENCE * ends_sentence(chunk)
        | LETTER * (len(normalized) == 1)
        | LIKE_A_LETTER * begins_like_a_letter(normalized)
        | LOOSE * bool(loose)
    )


def _with_room(array: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the array, or a longer copy of it if it has no room for `size` rows."""
    if size <= len(array):
        return array
    return np.concatenate([array, np.zeros((max(len(array), size), *array.shape[1:]), array.dtype)])
