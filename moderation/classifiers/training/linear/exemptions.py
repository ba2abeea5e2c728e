"""Exempts ordinary words from the weights of n-grams that they share with bad words.

The n-grams of `cockatoo` and `Scunthorpe` look like abuse. A dictionary word is
exempted if every bad word in it also occurs in several inoffensive words, as `cock`
does in `peacock`, and `fuck` in none. The name of a person or a place is exempted
unless it is a bad word itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.linear.features import token_features
from moderation.classifiers.linear.weights import LinearWeights

_LEAST_HOLDERS = 2
_SHORTEST = 3
# The least sum of n-gram weights, beyond the word's own weight, that is worth an exemption
_LEAST_EXCESS = 0.5


def exempted(
    release: LinearWeights, dictionary: Iterable[str], names: Iterable[str] = ()
) -> LinearWeights:
    """Return the release with the n-gram weights of ordinary words and names cancelled.

    The weight of the whole word, learnt from comments, stays.
    """
    rows = {name: row for row, name in enumerate(release.features)}
    weights = release.weights.astype(np.float64)
    changed: dict[str, Floats] = {}
    innocent = {*_ordinary(release, dictionary), *_named(release, names)}
    for word in sorted(innocent):
        whole, *letters = token_features(word)
        own = weights[rows[whole]] if whole in rows else np.zeros(weights.shape[1])
        total = own + weights[[rows[name] for name in letters if name in rows]].sum(axis=0)
        excess = total - np.minimum(total, np.maximum(own, 0))
        if excess.max() >= _LEAST_EXCESS:
            changed[whole] = own - excess
    return _with_weights(release, rows, changed)


def _ordinary(release: LinearWeights, dictionary: Iterable[str]) -> Iterator[str]:
    """Yield the words whose bad parts are all parts of several calm words."""
    bad = frozenset(release.lexicon)
    calm = {word for word in release.known if word.isalpha()} & {w.lower() for w in dictionary}
    holders = Counter(part for word in calm for part in _parts(word, bad))
    for word in sorted({w.lower() for w in dictionary if w.isalpha() and w.isascii()} - bad):
        parts = _parts(word, bad)
        if parts and all(holders[part] >= _LEAST_HOLDERS for part in parts):
            yield word


def _named(release: LinearWeights, names: Iterable[str]) -> Iterator[str]:
    """Yield the names, written as words, that hold a bad word and are none."""
    bad = frozenset(release.lexicon)
    for name in {word.lower() for word in names if word.isalpha() and word.isascii()} - bad:
        if _parts(name, bad):
            yield name


def _parts(word: str, bad: frozenset[str]) -> set[str]:
    """Return the bad words within a word."""
    ends = range(_SHORTEST, len(word) + 1)
    return {word[i:j] for j in ends for i in range(j - _SHORTEST + 1) if word[i:j] in bad}


def _with_weights(
    release: LinearWeights, rows: dict[str, int], changed: dict[str, Floats]
) -> LinearWeights:
    weights = release.weights.copy()
    added = [name for name in changed if name not in rows]
    for name, weight in changed.items():
        if name in rows:
            weights[rows[name]] = weight
    new = np.array([changed[name] for name in added], dtype=np.float16)
    return replace(
        release,
        features=(*release.features, *added),
        weights=np.concatenate([weights, new.reshape(-1, weights.shape[1])]),
    )
