"""Decides which frame of a sentence governs a phrase in it."""

from collections.abc import Sequence

from moderation.services.policy.reading.frame_words import INSTITUTION
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

_NEGATED = frozenset(["not", "don't", "needn't", "no"])
_OBLIGED = frozenset(["have", "need", "required", "obliged", "needn't"])
_TOGETHER = frozenset(["we", "wir"])
# "We treat each other with respect" is a rule for all.
_TREATING = frozenset(
    [
        *("treat", "discuss", "argue", "talk", "listen", "speak", "disagree", "diskutieren"),
        *("begegnen", "bleiben", "behandeln", "streiten", "reden", "sprechen", "schreiben"),
    ]
)
_BOUNDARY = 4  # a comma keeps a frame away as much as so many words


class Governing:
    """The frames of a sentence by place, so that each phrase is decided in constant time."""

    def __init__(self, words: Sequence[Word], found: Sequence[Frame], inherited: Stance) -> None:
        self._words = words
        self._inherited = inherited
        length = len(words)
        self._before: list[Frame | None] = [None] * (length + 1)
        self._behind: list[Frame | None] = [None] * (length + 1)
        self._boundaries = [0] * (length + 1)
        self._forbidding = [False] * length
        for frame in found:
            self._forbidding[frame.start] |= frame.stance is Stance.FORBIDS
        self._fill(found, length)

    def _fill(self, found: Sequence[Frame], length: int) -> None:
        after = {frame.start: frame for frame in found if frame.after}
        before = {frame.end: frame for frame in found if frame.before}
        current: Frame | None = None
        for at in range(length):
            self._before[at] = current
            current = after.get(at, current)
            self._boundaries[at + 1] = self._boundaries[at] + bool(
                set(self._words[at].before) & set(",;:–—(")
            )
        self._before[length] = current
        current = None
        for at in range(length, -1, -1):
            current = before.get(at, current)
            self._behind[at] = current

    def stance(self, start: int, end: int) -> Stance:
        """How the sentence stands to its words [start:end]."""
        if any(self._forbidding[start:end]):
            return Stance.FORBIDS
        ahead, behind = self._before[start], self._behind[min(end, len(self._words))]
        ahead = None if ahead and ahead.stance is Stance.NEUTRAL else ahead
        behind = None if behind and behind.stance is Stance.NEUTRAL else behind
        if ahead and behind and ahead.stance is not behind.stance:
            nearer = self._distance(ahead.end, start) <= self._distance(end, behind.start)
            return ahead.stance if nearer else behind.stance
        governing = ahead or behind
        return governing.stance if governing else self._inherited

    def is_rule(self, start: int) -> bool:
        """Whether a rule at `start` is for the reader and not what the site says of itself."""
        back = {word.folded for word in self._words[max(start - 5, 0) : start]}
        if back & _NEGATED and back & _OBLIGED:
            return False
        near = {word.folded for word in self._words[max(start - 3, 0) : start]}
        if near & _TOGETHER and near & _TREATING:
            return True
        return not near & INSTITUTION or bool(near & {"ask", "you"} or back & {"bitten"})

    def _distance(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        return end - start + _BOUNDARY * (self._boundaries[end] - self._boundaries[start])
