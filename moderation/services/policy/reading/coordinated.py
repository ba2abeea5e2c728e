"""Finds deeds that stand side by side: "to sell, to recruit or to preach", "lying, cheating"."""

from collections.abc import Sequence
from itertools import pairwise

from moderation.services.policy.reading.words import Word

_JOINING = frozenset(["and", "or", "nor", "und", "oder"])
_LEAST = 2  # deeds
_ENDING = frozenset(";:–—(.?!")


def deeds(words: Sequence[Word]) -> list[list[Word]]:
    """The parts of `words` that begin alike, with "to" or with a verb in "-ing"; or none."""
    words = _up_to_sign(words)
    infinitives = [n for n, word in enumerate(words) if word.folded == "to"]
    gerunds = [n for n, word in enumerate(words) if word.folded.endswith("ing")]
    opens = infinitives[:1] if infinitives else []
    starts = opens + [n for n in infinitives[1:] if _is_joined(words, n)]
    if len(starts) < _LEAST:
        starts = [n for n in gerunds if n == 0 or _is_joined(words, n)]
        starts = starts if starts[:1] == [0] else []
    if len(starts) < _LEAST:
        return []
    return [list(words[begin:end]) for begin, end in pairwise([*starts, len(words)])]


def _is_joined(words: Sequence[Word], at: int) -> bool:
    joined = at > 0 and words[at - 1].folded in _JOINING
    return joined or "," in words[at].before


def _up_to_sign(words: Sequence[Word]) -> Sequence[Word]:
    ends = (n for n, word in enumerate(words) if n and set(word.before) & _ENDING)
    return words[: next(ends, len(words))]
