"""Adds up a release's weights over texts, fast and without loss.

Every feature belongs to one token or to one pair of tokens. What a token adds
to each logit is therefore worked out once and remembered, and scoring is
looking up, gathering and summing.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.features import size
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.memo import Memo
from moderation.classifiers.normalization import CHUNK, Normalizer
from moderation.classifiers.release import Release
from moderation.classifiers.shadow import Shadow

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BATCH = 1024
_MEMO_LIMIT = 150_000


class Explanation(NamedTuple):
    """What each token of a text adds to each logit.

    `spans` are offsets into the text as posted; `contributions` is tokens ×
    attributes, and its sum over tokens plus `bias` is the logit.
    """

    spans: list[tuple[int, int]]
    contributions: Floats
    bias: Floats


class CompiledModel:
    """A release ready to be applied; safe to share by threads."""

    def __init__(self, release: Release) -> None:
        self.attributes = release.attributes
        self.bias = release.bias
        self._normalizer = Normalizer(Lexicon(release.lexicon, release.known))
        self._weights = release.weights.astype(np.float64)
        self._grams: dict[str, int] = {}
        self._tokens: dict[str, int] = {}
        self._index(release.features)
        self._memo = self._new_memo()

    def _index(self, features: Sequence[str]) -> None:
        """Sort features into n-grams by name and pairs by the numbers of their tokens."""
        pairs: list[tuple[int, int, int, int]] = []
        for row, feature in enumerate(features):
            left, _, right = feature.partition(" ")
            if not right:
                self._grams[feature] = row
                continue
            apart = right.startswith("_ ")
            ends = (left, right[2:] if apart else right)
            first, second = (self._tokens.setdefault(end, len(self._tokens)) for end in ends)
            pairs.append((int(apart), first, second, row))
        table = np.array(pairs, dtype=np.int64).reshape(-1, 4)
        keys = self._pair_keys(table[:, 0], table[:, 1], table[:, 2])
        order = np.argsort(keys)
        self._keys, self._key_rows = keys[order], table[order, 3]

    def _pair_keys(self, apart: Ints | int, left: Ints, right: Ints) -> Ints:
        total = len(self._tokens)
        return (apart * total + left) * total + right

    def _new_memo(self) -> Memo:
        return Memo(self._normalizer, self._grams, self._weights, self._tokens)

    def _current_memo(self) -> Memo:
        if len(self._memo) > _MEMO_LIMIT:
            self._memo = self._new_memo()
        return self._memo

    @property
    def remembered(self) -> int:
        """How many chunks and tokens are remembered at the moment."""
        return len(self._memo)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits, texts × attributes."""
        batches = [self._logits(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(batches) if batches else np.empty((0, len(self.bias)))

    def _logits(self, texts: Sequence[str]) -> Floats:
        memo = self._current_memo()
        sequences = [self._ids(memo, text) for text in texts]
        lengths = np.fromiter(map(len, sequences), np.int64, len(texts))
        ids = np.fromiter(chain.from_iterable(sequences), np.int64, lengths.sum())
        owners = np.repeat(np.arange(len(texts)), lengths)
        token_owners, tokens = _distinct(owners, ids)
        pair_owners, pairs = self._distinct_pairs(owners, ids)
        sums = _sums(token_owners, memo.rows[tokens], len(texts))
        sums += _sums(pair_owners, self._weights[pairs], len(texts))
        sizes = size(np.bincount(token_owners, minlength=len(texts)))
        return self.bias + sums / sizes[:, None]

    def explain(self, text: str) -> Explanation:
        """Return what each token adds; repeated tokens and both ends of a pair share alike."""
        memo = self._current_memo()
        spans, ids = self._located(memo, text)
        shares = memo.rows[ids] / _occurrences(ids)[:, None]
        for distance in (1, 2):
            places, rows = self._pair_places(np.zeros(len(ids), np.int64), ids, distance)
            halves = self._weights[rows] / (2 * _occurrences(rows)[:, None])
            np.add.at(shares, places, halves)
            np.add.at(shares, places + distance, halves)
        return Explanation(spans, shares / size(len(np.unique(ids))), self.bias)

    def _located(self, memo: Memo, text: str) -> tuple[list[tuple[int, int]], Ints]:
        """Return the spans of a text's tokens in the original, and their numbers."""
        posted = (
            Shadow.of(text) if self._normalizer.is_plain(text) else self._normalizer.prepare(text)
        )
        spans: list[tuple[int, int]] = []
        ids: list[int] = []
        for match in CHUNK.finditer(posted.text):
            analysis = memo.analyse(match[0])
            ids += analysis.ids
            offset = match.start()
            spans += [posted.origin(offset + start, offset + end) for start, end in analysis.spans]
        return spans, np.array(ids, dtype=np.int64)

    def _ids(self, memo: Memo, text: str) -> list[int]:
        if not self._normalizer.is_plain(text):
            text = self._normalizer.prepare(text).text
        known = memo.chunks
        ids: list[int] = []
        for chunk in text.split():
            ids += (known.get(chunk) or memo.analyse(chunk))[0]
        return ids

    def _distinct_pairs(self, owners: Ints, ids: Ints) -> tuple[Ints, Ints]:
        found = [self._pairs(owners, ids, distance) for distance in (1, 2)]
        pair_owners, rows = (np.concatenate(part) for part in zip(*found, strict=True))
        return _distinct(pair_owners, rows)

    def _pairs(self, owners: Ints, ids: Ints, distance: int) -> tuple[Ints, Ints]:
        """Return the owner and weight row of each pair that the release knows."""
        places, rows = self._pair_places(owners, ids, distance)
        return owners[places], rows

    def _pair_places(self, owners: Ints, ids: Ints, distance: int) -> tuple[Ints, Ints]:
        total = len(self._tokens)
        left, right = ids[:-distance], ids[distance:]
        inside = (owners[:-distance] == owners[distance:]) & (left < total) & (right < total)
        places = np.flatnonzero(inside)
        keys = self._pair_keys(distance - 1, left[places], right[places])
        spots = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        hit = self._keys[spots] == keys if len(self._keys) else np.zeros(len(keys), bool)
        return places[hit], self._key_rows[spots[hit]]


def _occurrences(values: Ints) -> Ints:
    """Return, for each value, how often it occurs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse], dtype=np.int64)


def _distinct(owners: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return each combination of owner and value once."""
    base = int(values.max(initial=0)) + 1
    combined = np.sort(owners * base + values)
    first = np.ones(len(combined), dtype=bool)
    np.not_equal(combined[1:], combined[:-1], out=first[1:])
    return np.divmod(combined[first], base)


def _sums(owners: Ints, rows: Floats, total: int) -> Floats:
    """Add up the rows of each owner."""
    columns = [np.bincount(owners, rows[:, i], minlength=total) for i in range(rows.shape[1])]
    return np.stack(columns, axis=1)
