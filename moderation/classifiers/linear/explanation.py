"""Attributes the logit of a text to its tokens."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from operator import itemgetter, mul, truediv
from typing import NamedTuple

from moderation.classifiers.base import Offsets
from moderation.classifiers.linear.features import size

# The indices of a pair's two tokens, the pair's number and its weight.
Pair = tuple[int, int, int, float]
_LEAST_SIZE = size(1)


class Explanation(NamedTuple):
    """What each token of the deciding part of a text adds to one logit.

    `spans` are the tokens' offsets into the text as posted; the sum of
    `contributions`, one for each token, plus `bias` is the logit.
    """

    spans: list[Offsets]
    contributions: list[float]
    bias: float

    @property
    def logit(self) -> float:
        return self.bias + sum(self.contributions)


class Summands(NamedTuple):
    """The terms of a logit: the numbers and weights of tokens, and the sorted pairs."""

    ids: list[int]
    weights: list[float]
    pairs: list[Pair]

    def deciding(self, parts: Sequence[int], margin: float) -> tuple[int, int]:
        """Return where the deciding part begins and ends.

        It is the part with the highest total if that exceeds the total of the whole by
        more than `margin`, else the whole. A part goes from one of `parts` to the next.
        """
        worst, deciding = self._total(0, len(self.ids)) + margin, (0, len(self.ids))
        at_most = [weight if weight > 0 else 0.0 for weight in self.weights]
        for left, _, _, weight in self.pairs:
            at_most[left] += max(weight, 0.0)
        for first, last in self._different(parts):
            if sum(at_most[first:last]) <= worst * _LEAST_SIZE:
                continue
            total = self._total(first, last)
            if total > worst:
                worst, deciding = total, (first, last)
        return deciding

    def _different(self, parts: Sequence[int]) -> list[tuple[int, int]]:
        """Return where each part begins and ends, of equal parts the first alone, in text order."""
        last_first = zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True)
        by_tokens = {tuple(self.ids[first:last]): (first, last) for first, last in last_first}
        return sorted(by_tokens.values())

    def _total(self, first: int, last: int) -> float:
        tokens = dict(zip(self.ids[first:last], self.weights[first:last], strict=True))
        pairs = {number: weight for _, _, number, weight in self._pairs(first, last)}
        return (sum(tokens.values()) + sum(pairs.values())) / size(len(tokens))

    def shares(self, first: int, last: int) -> list[float]:
        """Return what each token from `first` to `last` adds to their total.

        Occurrences of a token share its weight equally, and so do the two tokens of a pair.
        """
        ids = self.ids[first:last]
        times = Counter(ids)
        divisor = size(len(times))
        # Without a step of Python for each token: a long text is explained as fast as it is read.
        sharing = map(mul, map(times.__getitem__, ids), repeat(divisor))
        shares = list(map(truediv, self.weights[first:last], sharing))
        pairs = self._pairs(first, last)
        pair_times = Counter(map(itemgetter(2), pairs))
        for left, right, number, weight in pairs:
            half = weight / (2 * pair_times[number] * divisor)
            shares[left - first] += half
            shares[right - first] += half
        return shares

    def _pairs(self, first: int, last: int) -> list[Pair]:
        if last - first == len(self.ids):
            return self.pairs
        among = self.pairs[bisect_left(self.pairs, (first,)) : bisect_left(self.pairs, (last,))]
        return [pair for pair in among if pair[1] < last]
