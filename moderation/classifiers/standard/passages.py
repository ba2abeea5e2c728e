"""Finds passages of long stretches without punctuation, which are read by themselves too.

Both parts weigh a sentence as a whole, so one insult among forty calm words is drowned in them.
Hardly anybody writes forty words without a comma, and whoever wants to hide an insult may.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from moderation.classifiers.base import Offsets

_STRETCH = re.compile(r"[^.!?…;:,()\[\]\"“”„«»–—\n]+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Passages:
    """How stretches are cut that have more than `longer_than` words without punctuation.

    Into passages of `words` words, each overlapping the next by half. A passage counts by
    `margin` less than a comment, in log odds.
    """

    longer_than: int
    words: int
    margin: float

    def __post_init__(self) -> None:
        if not 1 < self.words <= self.longer_than:
            raise ValueError("a passage has more words than a stretch, or fewer than two")

    def of(self, text: str) -> list[Offsets]:
        """Return the offsets of the passages of `text`, in its order; mostly there are none."""
        if len(text) <= 2 * self.longer_than:
            return []
        return list(chain.from_iterable(map(self._cut, self._long_stretches(text))))

    def _long_stretches(self, text: str) -> Iterator[Sequence[Offsets]]:
        """Yield the words of each stretch that is too long."""
        for stretch in _STRETCH.finditer(text):
            words = [word.span() for word in _WORD.finditer(text, *stretch.span())]
            if len(words) > self.longer_than:
                yield words

    def _cut(self, words: Sequence[Offsets]) -> Iterator[Offsets]:
        step = self.words // 2
        for first in range(0, len(words) - step, step):
            last = min(first + self.words, len(words)) - 1
            yield words[first][0], words[last][1]
