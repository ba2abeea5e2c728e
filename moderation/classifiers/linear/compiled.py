"""Fast exact inference: sums a release's weights over texts.

Every feature belongs to one token or to one pair of tokens. What a token adds
to each logit is therefore computed once and cached, and scoring is looking up,
gathering and summing.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from moderation.classifiers.arrays import Floats, Ints, Mask
from moderation.classifiers.linear.explanation import Explanation, Summands
from moderation.classifiers.linear.features import size
from moderation.classifiers.linear.grams import Grams, added
from moderation.classifiers.linear.pairs import Pairs
from moderation.classifiers.linear.reading import locate, read
from moderation.classifiers.linear.token_cache import TEXTS_KEPT, TokenCache
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer, Stage

_BATCH = 1024
_CACHE_LIMIT = 250_000


class _Words(NamedTuple):
    """The numbers of tokens, the rows of their weights, and the known pairs among the tokens."""

    rows: Floats
    ids: Ints
    left: Ints
    right: Ints
    pairs: Ints


class CompiledModel:
    """The weights of a release, prepared for inference; thread-safe."""

    def __init__(
        self, release: LinearWeights, stages: Collection[Stage] = frozenset(Stage)
    ) -> None:
        self.attributes = release.attributes
        self.bias = release.bias
        self.margins = release.margins
        self._normalizer = Normalizer(Lexicon(release.lexicon, release.known), stages)
        weights = release.weights.astype(np.float32)
        grams = [row for row, name in enumerate(release.features) if " " not in name]
        self._grams = Grams([release.features[row] for row in grams], weights[grams])
        self._pairs = Pairs(release.features, weights)
        self._cache = self._new_cache()
        self._locate = lru_cache(TEXTS_KEPT)(locate)

    def _new_cache(self) -> TokenCache:
        return TokenCache(self._normalizer, self._grams, self._pairs.tokens)

    def _current_cache(self) -> TokenCache:
        if self._cache.size > _CACHE_LIMIT:
            survivors = self._cache.survivors()
            self._cache = survivors if survivors.size < 0.75 * _CACHE_LIMIT else self._new_cache()
        return self._cache

    @property
    def known(self) -> frozenset[str]:
        """The words of the vocabulary, in lower case."""
        return self._normalizer.lexicon.known

    @property
    def remembered(self) -> int:
        """The number of chunks and tokens that are cached at the moment."""
        return self._cache.size

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits, texts × attributes.

        A comment's logit is that of the whole text or, if it is greater, that of its
        highest-scoring sentence less the attribute's margin.
        """
        batches = [self._logits(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(batches) if batches else np.empty((0, len(self.bias)))

    def _logits(self, texts: Sequence[str]) -> Floats:
        cache = self._current_cache()
        ids, owners, sentences = read(cache, texts)
        words = _Words(cache.rows, ids, *self._pairs.find(ids))
        logits = self._sums(words, owners, len(texts))
        begins_text = _changes(owners)
        begins_part = begins_text | _changes(sentences)
        if begins_part.sum() > begins_text.sum():
            part = np.cumsum(begins_part) - 1
            worst = self._sums(words, part, int(part[-1]) + 1) - self.margins
            rows, first = owners[begins_text], part[begins_text]
            logits[rows] = np.maximum(logits[rows], np.maximum.reduceat(worst, first))
        return logits

    def _sums(self, words: _Words, owners: Ints, total: int) -> Floats:
        """Return the logits, `total` owners × attributes; token `i` belongs to `owners[i]`."""
        within = owners[words.left] == owners[words.right]
        pair_owners, pairs = _distinct(owners[words.left[within]], words.pairs[within])
        owners, ids = _distinct(owners, words.ids)
        sums = added(owners, words.rows[ids], total)
        sums += added(pair_owners, self._pairs.weights[pairs], total)
        sizes = size(np.bincount(owners, minlength=total))
        return self.bias + sums / sizes[:, None]

    def explain(self, text: str, column: int) -> Explanation:
        """Return what each token of the deciding part adds to the logit in `column` of `logits`.

        The deciding part is the whole text or its highest-scoring sentence; then the
        margin is part of the bias.
        """
        cache = self._current_cache()
        ids, spans, parts = self._locate(cache, text)
        summands = self._summands(cache, ids, column)
        bias, margin = float(self.bias[column]), float(self.margins[column])
        first, last = summands.deciding(parts, margin)
        if last - first < len(ids):
            bias -= margin
        return Explanation(spans[first:last], summands.shares(first, last), bias)

    def _summands(self, cache: TokenCache, ids: list[int], column: int) -> Summands:
        numbers = np.array(ids, dtype=np.int64)
        left, right, pairs = self._pairs.find(numbers)
        order = np.lexsort((right, left))
        ends = left[order].tolist(), right[order].tolist()
        weights = self._pairs.weights[pairs[order], column].tolist()
        found = list(zip(*ends, pairs[order].tolist(), weights, strict=True))
        return Summands(ids, cache.rows[numbers, column].tolist(), found)


def _changes(values: Ints) -> Mask:
    """Tell for each value whether it differs from the previous one; True for the first."""
    changes = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def _distinct(owners: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return each combination of owner and value once."""
    bits = int(values.max(initial=0)).bit_length()
    combined = np.sort(owners << bits | values)
    combined = combined[_changes(combined)]
    return combined >> bits, combined & ((1 << bits) - 1)
