"""Remembers what chunks of text amount to, so that each is analysed once."""

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.features import token_features, token_spans
from moderation.classifiers.normalization import Normalizer
from moderation.classifiers.shadow import Shadow

Spans = tuple[tuple[int, int], ...]


class Analysis(NamedTuple):
    """The tokens of a chunk by number, and their spans within the chunk."""

    ids: tuple[int, ...]
    spans: Spans


class Memo:
    """Analyses of chunks and contributions of tokens; it only ever grows.

    Whoever holds it decides when it is full and starts a new one. Reading takes
    no lock: an entry is complete before it is published.
    """

    LONGEST_CHUNK = 80

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
        self._ids = dict.fromkeys(reserved, -1)
        self._reserved = reserved
        self._next_id = len(reserved)
        self._lock = Lock()
        self.chunks: dict[str, Analysis] = {}
        self.rows = np.zeros((len(reserved) + 1024, weights.shape[1]))

    def __len__(self) -> int:
        return len(self.chunks) + self._next_id - len(self._reserved)

    def analyse(self, chunk: str) -> Analysis:
        """Return the analysis of a chunk, remembered or made."""
        known = self.chunks.get(chunk)
        if known is not None:
            return known
        found = self._tokens(chunk)
        with self._lock:
            ids = tuple(self._id(token) for token, _, _ in found)
        analysis = Analysis(ids, tuple((start, end) for _, start, end in found))
        if len(chunk) <= self.LONGEST_CHUNK:
            self.chunks[chunk] = analysis
        return analysis

    def _tokens(self, chunk: str) -> list[tuple[str, int, int]]:
        plain = self._normalizer.plain_word(chunk)
        return [plain] if plain else list(token_spans(self._normalizer.chunk(Shadow.of(chunk))))

    def _id(self, token: str) -> int:
        number = self._ids.get(token, -1)
        if number < 0:
            number = self._reserved.get(token, self._next_id)
            self._next_id += number == self._next_id
            self._write(number, token)
            self._ids[token] = number
        return number

    def _write(self, number: int, token: str) -> None:
        if number >= len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        places = [self._grams[gram] for gram in token_features(token) if gram in self._grams]
        self.rows[number] = self._weights[places].sum(axis=0)
