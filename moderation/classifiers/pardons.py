"""Keeps ordinary words from paying for the letters they share with bad ones.

The letters of `cockatoo` and `Scunthorpe` look bad to a model of letters. A
word of a dictionary is pardoned if every bad word within it is one that calm
words hold too, as `cock` is held by `peacock`, and `fuck` by none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.features import token_features
from moderation.classifiers.release import Release

Floats = NDArray[np.float64]

_LEAST_HOLDERS = 2
_SHORTEST = 3
_LEAST_EXCESS = 0.5
"""What a word must wrongly add to a logit to be worth a pardon."""


def pardoned(release: Release, dictionary: Iterable[str]) -> Release:
    """Return the release with ordinary words of `dictionary` weighing nothing."""
    rows = {name: row for row, name in enumerate(release.features)}
    weights = release.weights.astype(np.float64)
    changed: dict[str, Floats] = {}
    for word in _ordinary(release, dictionary):
        places = [rows[name] for name in token_features(word) if name in rows]
        excess = np.maximum(weights[places].sum(axis=0), 0)
        if excess.max() >= _LEAST_EXCESS:
            own = weights[rows[f"<{word}>"]] if f"<{word}>" in rows else 0
            changed[f"<{word}>"] = own - excess
    return _with_weights(release, rows, changed)


def _ordinary(release: Release, dictionary: Iterable[str]) -> Iterator[str]:
    """Yield the words whose bad parts are all parts of several calm words."""
    bad = frozenset(release.lexicon)
    calm = {word for word in release.known if word.isalpha()} & {w.lower() for w in dictionary}
    holders = Counter(part for word in calm for part in _parts(word, bad))
    for word in sorted({w.lower() for w in dictionary if w.isalpha() and w.isascii()} - bad):
        parts = _parts(word, bad)
        if parts and all(holders[part] >= _LEAST_HOLDERS for part in parts):
            yield word


def _parts(word: str, bad: frozenset[str]) -> set[str]:
    """Return the bad words within a word."""
    ends = range(_SHORTEST, len(word) + 1)
    return {word[i:j] for j in ends for i in range(j - _SHORTEST + 1) if word[i:j] in bad}


def _with_weights(release: Release, rows: dict[str, int], changed: dict[str, Floats]) -> Release:
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
