"""Finds pairs of tokens that have a weight of their own."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Ints

_BITS = 31
# Marks the key of a pair with a token between.
_APART = 1 << 2 * _BITS


class Pairs:
    """The pairs among the features of a release, looked up by the numbers of their tokens.

    `tokens` numbers the tokens that occur in pairs; other tokens must have greater
    numbers. `weights[number]` is what pair `number` adds to each logit.
    """

    def __init__(self, features: Sequence[str], weights: NDArray[np.float32]) -> None:
        """Take the pairs among `features`, of which `weights` has one row each."""
        self.tokens: dict[str, int] = {}
        rows = [row for row, name in enumerate(features) if " " in name]
        keys = np.array([self._key(features[row]) for row in rows], dtype=np.int64)
        order = np.argsort(keys)
        end = np.iinfo(np.int64).max  # what a search beyond the last key finds
        self._sorted_keys = np.append(keys[order], end)
        self.weights = weights[np.array(rows, dtype=np.int64)[order]]

    def _key(self, name: str) -> int:
        left, *between, right = name.split(" ")
        first = self.tokens.setdefault(left, len(self.tokens))
        second = self.tokens.setdefault(right, len(self.tokens))
        return _APART * len(between) | first << _BITS | second

    def find(self, ids: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the indices in `ids` of both tokens of each known pair, and the pair's number."""
        stands_in_pairs = ids < len(self.tokens)
        near = (stands_in_pairs[:-1] & stands_in_pairs[1:]).nonzero()[0]
        apart = (stands_in_pairs[:-2] & stands_in_pairs[2:]).nonzero()[0]
        left = np.concatenate((near, apart))
        right = np.concatenate((near + 1, apart + 2))
        keys = ids[left] << _BITS | ids[right]
        keys[len(near) :] |= _APART
        spots = self._sorted_keys.searchsorted(keys)
        hits = (self._sorted_keys[spots] == keys).nonzero()[0]
        return left[hits], right[hits], spots[hits]
