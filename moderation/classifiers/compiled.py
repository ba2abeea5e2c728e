"""Adds up a release's weights over texts, fast and without loss.

Every feature belongs to one token or to one pair of tokens. What a token adds
to each logit is therefore worked out once and remembered, and scoring is
looking up, gathering and summing.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.features import size
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.memo import Memo, Spans
from moderation.classifiers.normalization import CHUNK, Normalizer, Stage
from moderation.classifiers.release import Release
from moderation.classifiers.sentences import sentences

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BATCH = 1024
_MEMO_LIMIT = 250_000


class Explanation(NamedTuple):
    """What each token of a text adds to one logit.

    `spans` are the tokens' offsets into the text as posted; the sum of
    `contributions`, one for each token, plus `bias` is the logit.
    """

    spans: Spans
    contributions: Floats
    bias: float

    @property
    def logit(self) -> float:
        return self.bias + float(self.contributions.sum())


class CompiledModel:
    """A release ready to be applied; safe to share by threads."""

    def __init__(self, release: Release, stages: Collection[Stage] = frozenset(Stage)) -> None:
        self.attributes = release.attributes
        self.bias = release.bias
        self.margins = release.margins
        self._normalizer = Normalizer(Lexicon(release.lexicon, release.known), stages)
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
        end = np.iinfo(np.int64).max  # what a search beyond the last key finds
        self._keys, self._key_rows = np.append(keys[order], end), table[order, 3]

    def _pair_keys(self, apart: Ints | NDArray[np.bool_], left: Ints, right: Ints) -> Ints:
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
        """Return the logits, texts × attributes.

        A comment's logit is that of the whole or, if it is greater, that of its
        worst sentence less the attribute's margin.
        """
        batches = [self._logits(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(batches) if batches else np.empty((0, len(self.bias)))

    def _logits(self, texts: Sequence[str]) -> Floats:
        memo = self._current_memo()
        units = [self._units(memo, text) for text in texts]
        logits = self._unit_logits(memo, list(chain.from_iterable(units)))
        counts = np.fromiter(map(len, units), np.int64, len(texts))
        wholes = np.cumsum(counts) - counts
        is_sentence = np.ones(len(logits), dtype=bool)
        is_sentence[wholes] = False
        logits[is_sentence] -= self.margins
        return np.asarray(np.maximum.reduceat(logits, wholes))

    def _units(self, memo: Memo, text: str) -> list[list[int]]:
        """Return the token numbers of the whole text, then those of each sentence."""
        spans = sentences(text)
        if self._normalizer.is_plain(text):
            parts = [_chunk_ids(memo, text[start:end]) for start, end in spans]
            return [list(chain.from_iterable(parts)) if parts else _chunk_ids(memo, text), *parts]
        parts = [self._ids(memo, text[start:end]) for start, end in spans]
        return [self._ids(memo, text), *parts]

    def _unit_logits(self, memo: Memo, sequences: Sequence[list[int]]) -> Floats:
        """Return the logits of token sequences, sequences × attributes."""
        total = len(sequences)
        lengths = np.fromiter(map(len, sequences), np.int64, total)
        ids = np.fromiter(chain.from_iterable(sequences), np.int64, lengths.sum())
        owners = np.repeat(np.arange(total), lengths)
        left, _, rows = self._pairs(owners, ids)
        token_owners, tokens = _distinct(owners, ids)
        pair_owners, pairs = _distinct(owners[left], rows)
        sums = _sums(token_owners, memo.rows[tokens], total)
        sums += _sums(pair_owners, self._weights[pairs], total)
        sizes = size(np.bincount(token_owners, minlength=total))
        return self.bias + sums / sizes[:, None]

    def explain(self, text: str, column: int) -> Explanation:
        """Return what each token of the deciding part adds to the logit in `column` of `logits`.

        The deciding part is the whole text or its worst sentence, whose margin is
        part of the bias. Repeated tokens share alike, and so do both ends of a pair.
        """
        memo = self._current_memo()
        logits = self._unit_logits(memo, self._units(memo, text))[:, column]
        logits[1:] -= self.margins[column]
        deciding = int(logits.argmax())
        if not deciding:
            return self._explain(memo, text, 0, column)
        start, end = sentences(text)[deciding - 1]
        explanation = self._explain(memo, text[start:end], start, column)
        return explanation._replace(bias=explanation.bias - float(self.margins[column]))

    def _explain(self, memo: Memo, text: str, offset: int, column: int) -> Explanation:
        numbers, spans = self._located(memo, text)
        ids = np.array(numbers, dtype=np.int64)
        left, right, rows = self._pairs(np.zeros_like(ids), ids)
        halves = self._weights[rows, column] / (2 * _counts(rows.tolist()))
        shares = memo.rows[ids, column] / _counts(numbers)
        shares += np.bincount(left, halves, len(ids)) + np.bincount(right, halves, len(ids))
        shares /= size(len(set(numbers)))
        places = [(offset + start, offset + end) for start, end in spans] if offset else spans
        return Explanation(places, shares, float(self.bias[column]))

    def _located(self, memo: Memo, text: str) -> tuple[list[int], Spans]:
        """Return the numbers of a text's tokens and their spans in the original."""
        posted = None if self._normalizer.is_plain(text) else self._normalizer.prepare(text)
        ids: list[int] = []
        spans: Spans = []
        for match in CHUNK.finditer(posted.text if posted else text):
            numbers, places = memo.located(match[0])
            ids += numbers
            offset = match.start()
            for start, end in places:
                spans.append((offset + start, offset + end))
        return ids, [posted.origin(*span) for span in spans] if posted else spans

    def _ids(self, memo: Memo, text: str) -> list[int]:
        return _chunk_ids(memo, self._normalizer.prepare(text).text)

    def _pairs(self, owners: Ints, ids: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the places of both ends, and the weight row, of each pair in the release."""
        total, number = len(self._tokens), len(ids)
        left = np.concatenate([np.arange(max(number - gap, 0)) for gap in (1, 2)])
        apart = np.arange(len(left)) >= number - 1
        right = left + 1 + apart
        inside = (owners[left] == owners[right]) & (np.maximum(ids[left], ids[right]) < total)
        left, right, apart = left[inside], right[inside], apart[inside]
        keys = self._pair_keys(apart, ids[left], ids[right])
        spots = np.searchsorted(self._keys, keys)
        hit = self._keys[spots] == keys
        return left[hit], right[hit], self._key_rows[spots[hit]]


def _chunk_ids(memo: Memo, text: str) -> list[int]:
    """Return the token numbers of a text that no stage beyond chunks has to prepare."""
    chunks = text.split()
    try:
        return list(chain.from_iterable(map(memo.chunks.__getitem__, chunks)))
    except KeyError:
        return list(chain.from_iterable(map(memo.ids, chunks)))


def _counts(values: list[int]) -> Ints:
    """Return how often each value occurs."""
    times = Counter(values)
    return np.array([times[value] for value in values], dtype=np.int64)


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
