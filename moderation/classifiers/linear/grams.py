"""Sums the weights of the features that belong to one token, for many tokens at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Floats, Ints
from moderation.classifiers.linear.features import LONGEST, SHORTEST, padded, token_features

_LENGTHS = range(SHORTEST, LONGEST + 1)
_BYTE = 8
# Replaces every character that is not ASCII; it is in no key.
_FOREIGN = 0xFF


class Grams:
    """The features of one token: itself and the n-grams of characters within it.

    The key of an n-gram of ASCII is one number with a byte for each character, so that
    the keys of many tokens are computed and looked up at once. Whole tokens and other
    n-grams are looked up by name.
    """

    def __init__(self, features: Sequence[str], weights: NDArray[np.float32]) -> None:
        """Take the features; `weights` has a row for each."""
        self._weights = weights
        self._place_of = {feature: place for place, feature in enumerate(features)}
        lengths = np.fromiter(map(len, features), np.int64, len(features))
        is_ascii = np.fromiter(map(str.isascii, features), bool, len(features))
        places = [(is_ascii & (lengths == length)).nonzero()[0] for length in _LENGTHS]
        keys = [
            _keys(_codes("".join(map(features.__getitem__, own.tolist()))), length)[::length]
            for own, length in zip(places, _LENGTHS, strict=True)
        ]
        order = np.argsort(np.concatenate(keys))
        end = np.iinfo(np.int64).max  # what a search beyond the last key finds
        self._sorted_keys = np.append(np.concatenate(keys)[order], end)
        self._places = np.concatenate(places)[order]

    @property
    def width(self) -> int:
        """The number of attributes."""
        return int(self._weights.shape[1])

    def sums(self, tokens: Sequence[str]) -> Floats:
        """Return what each of the tokens adds to each logit, tokens × attributes."""
        named, named_owners = self._named(tokens)
        found, owners = self._within(tokens)
        rows = self._weights[np.concatenate((named, found))]
        return added(np.concatenate((named_owners, owners)), rows, len(tokens))

    def _named(self, tokens: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the places of the features that are looked up by name, and their owners."""
        names = [(owner, name) for owner, token in enumerate(tokens) for name in _names(token)]
        found = [(self._place_of.get(name, -1), owner) for owner, name in names]
        places, owners = np.array(found, np.int64).reshape(-1, 2).T
        return places[places >= 0], owners[places >= 0]

    def _within(self, tokens: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the places of the n-grams of ASCII within tokens, and their owners."""
        words = list(map(padded, tokens))
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        owners = np.repeat(np.arange(len(words)), lengths)
        codes = _codes("".join(words))
        left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(owners))
        length_of = lengths[owners]
        found = []
        for length in _LENGTHS:
            keys = _keys(codes, length)
            inside = ((left >= length) & (length_of > length))[: len(keys)]
            spots = self._sorted_keys.searchsorted(keys[inside])
            hits = self._sorted_keys[spots] == keys[inside]
            found.append((self._places[spots[hits]], owners[: len(keys)][inside][hits]))
        places, of = zip(*found, strict=True)
        return np.concatenate(places), np.concatenate(of)


def added(owners: Ints, rows: NDArray[np.floating], total: int) -> Floats:
    """Return the sums of the rows of each owner; row `i` belongs to `owners[i]` below `total`."""
    columns = [np.bincount(owners, rows[:, i], minlength=total) for i in range(rows.shape[1])]
    return np.stack(columns, axis=1)


def _names(token: str) -> list[str]:
    """Return the features of a token that have no key."""
    if token.isascii():
        return [padded(token)]
    whole, *within = token_features(token)
    return [whole, *(gram for gram in within if not gram.isascii())]


def _codes(text: str) -> Ints:
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(characters, _FOREIGN).astype(np.int64)


def _keys(codes: Ints, length: int) -> Ints:
    """Return the keys of the n-grams of `length` characters that begin at each index."""
    places = max(0, len(codes) - length + 1)
    keys = np.zeros(places, np.int64)
    for offset in range(length):
        keys = keys << _BYTE | codes[offset : offset + places]
    return keys
