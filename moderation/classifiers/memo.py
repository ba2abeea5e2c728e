"""Remembers what chunks of text amount to, so that each is analysed once."""

from threading import Lock

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.features import token_features, token_spans
from moderation.classifiers.normalization import Normalizer
from moderation.classifiers.shadow import Shadow

Ids = tuple[int, ...]
Spans = list[tuple[int, int]]

_LONGEST_CHUNK = 60
"""Longer chunks are analysed each time: they hardly ever come again."""


class Memo:
    """The token numbers of chunks and the contributions of tokens; it only ever grows.

    Whoever holds it decides when it is full and starts a new one. Reading takes
    no lock: an entry is complete before it is published.
    """

    def __init__(
        self,
        normalizer: Normalizer,
        grams: dict[str, int],
        weights: NDArray[np.float64],
        reserved: dict[str, int],
    ) -> None:
        self._normalizer = normalizer
        self._grams = grams
        self._weights = weights
        self._reserved = reserved
        self._next_id = len(reserved)
        self._ids: dict[str, Ids] = {}
        self._located: dict[str, tuple[Ids, Spans]] = {}
        self._lock = Lock()
        self.chunks: dict[str, Ids] = {}
        self.rows = np.zeros((len(reserved) + 1024, weights.shape[1]))

    def __len__(self) -> int:
        return len(self.chunks) + len(self._ids) + 2 * len(self._located)

    def ids(self, chunk: str) -> Ids:
        """Return the numbers of a chunk's tokens, remembered or made."""
        known = self.chunks.get(chunk)
        return self._remember(chunk, self._tokens(chunk)) if known is None else known

    def located(self, chunk: str) -> tuple[Ids, Spans]:
        """Return the numbers of a chunk's tokens and their spans within it."""
        known = self._located.get(chunk)
        if known is None:
            tokens = self._tokens(chunk)
            known = self._remember(chunk, tokens), [(start, end) for _, start, end in tokens]
            if len(chunk) <= _LONGEST_CHUNK:
                self._located[chunk] = known
        return known

    def _tokens(self, chunk: str) -> list[tuple[str, int, int]]:
        plain = self._normalizer.plain_word(chunk)
        return [plain] if plain else list(token_spans(self._normalizer.chunk(Shadow.of(chunk))))

    def _remember(self, chunk: str, tokens: list[tuple[str, int, int]]) -> Ids:
        with self._lock:
            each = [self._id(token) for token, _, _ in tokens]
        ids = each[0] if len(each) == 1 else tuple(number for ids in each for number in ids)
        if len(chunk) <= _LONGEST_CHUNK:
            self.chunks[chunk] = ids
        return ids

    def _id(self, token: str) -> Ids:
        """Return the token's number, in a tuple that all chunks of this one token share."""
        known = self._ids.get(token)
        if known is None:
            number = self._reserved.get(token, self._next_id)
            self._next_id += number == self._next_id
            self._write(number, token)
            known = self._ids[token] = (number,)
        return known

    def _write(self, number: int, token: str) -> None:
        if number >= len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        places = [self._grams[gram] for gram in token_features(token) if gram in self._grams]
        self.rows[number] = self._weights[places].sum(axis=0)
