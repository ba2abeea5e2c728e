"""Chooses the words to highlight as evidence from the contributions of all tokens."""

import re
from collections.abc import Iterator, Sequence
from itertools import compress

from moderation.classifiers.base import Offsets, Span
from moderation.classifiers.phrases import phrases

# The least contribution to the logit of a word that is evidence.
_LEAST = 0.5
# Words with at least this share of the strongest word's contribution are shown with it.
_EQUAL = 0.8
_WORD = re.compile(r"[^\W_]")


def evidence(
    text: str, spans: Sequence[Offsets], contributions: Sequence[float], logit: float
) -> list[Span]:
    """Return the fewest words without which the logit of `text` would fall below 0.

    `contributions[i]` is what the token at `spans[i]` adds to `logit`. The
    strongest word, and those about as strong, are evidence at any score. The spans are
    in text order; neighbouring words are merged into phrases.
    """
    words = _by_offsets(spans, contributions)
    # Most words of a long text add next to nothing: they take no step of Python each.
    enough = compress(words.items(), map(_LEAST.__le__, words.values()))
    strong = [
        Span(start, end, contribution)
        for (start, end), contribution in enough
        if _WORD.search(text, start, end)
    ]
    strong.sort(key=lambda span: -span.contribution)
    chosen = list(_decisive(strong, logit))
    return list(phrases(text, sorted(chosen, key=lambda span: span.start)))


def _decisive(strong: Sequence[Span], logit: float) -> Iterator[Span]:
    for span in strong:
        if logit <= 0 and span.contribution < _EQUAL * strong[0].contribution:
            return
        yield span
        logit -= span.contribution


def _by_offsets(spans: Sequence[Offsets], contributions: Sequence[float]) -> dict[Offsets, float]:
    words = dict(zip(spans, contributions, strict=True))
    if len(words) == len(spans):
        return words
    words = dict.fromkeys(words, 0.0)
    for span, contribution in zip(spans, contributions, strict=True):
        words[span] += contribution
    return words
