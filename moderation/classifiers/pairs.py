"""Finds pairs of tokens that have a weight of their own."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_BITS = 31
_APART = 1 << 2 * _BITS
"""Marks the key of a pair with a token between."""


class Pairs:
    """The pairs among the features of a release, by the numbers of their tokens.

    `tokens` numbers the tokens that stand in pairs; other tokens must have greater
    numbers. `weights[spot]` is what the pair at `spot` adds to each logit.
    """

    def __init__(self, features: Sequence[str], weights: NDArray[np.float32]) -> None:
        """Take the pairs among `features`, of which `weights` has one row each."""
        apart = [row for row, name in enumerate(features) if " _ " in name]
        next_to = [row for row, name in enumerate(features) if " " in name and " _ " not in name]
        names = [features[row].replace(" _ ", " ") for row in chain(apart, next_to)]
        ends = " ".join(names).split(" ") if names else []
        self.tokens = {token: number for number, token in enumerate(dict.fromkeys(ends))}
        numbers = np.fromiter(map(self.tokens.__getitem__, ends), np.int64, len(ends))
        keys = numbers[::2] << _BITS | numbers[1::2]
        keys[: len(apart)] |= _APART
        order = np.argsort(keys)
        end = np.iinfo(np.int64).max  # what a search beyond the last key finds
        self._sorted_keys = np.append(keys[order], end)
        self.weights = weights[np.array([*apart, *next_to], dtype=np.int64)[order]]

    def find(self, ids: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the places in `ids` of both ends of each known pair, and the pair's spot."""
        left = ids << _BITS
        keys = np.concatenate((left[:-1] | ids[1:], left[:-2] | ids[2:] | _APART))
        spots = self._sorted_keys.searchsorted(keys)
        hits = (self._sorted_keys[spots] == keys).nonzero()[0]
        is_apart = hits >= len(ids) - 1
        left = hits - is_apart * (len(ids) - 1)
        return left, left + 1 + is_apart, spots[hits]
