"""Chooses the words that a person would underline from what every word adds."""

import re
from collections.abc import Iterator, Sequence

from moderation.classifiers.base import Offsets, Span

_LEAST = 0.5
"""What a word must add to the logit to be evidence at all."""
_EQUAL = 0.8
"""Words that add this share of what the strongest adds are shown with it."""
_WORD = re.compile(r"[^\W_]")
_PHRASE_GAP = re.compile(r"[\s\-'’*]*")


def evidence(
    text: str, spans: Sequence[Offsets], contributions: Sequence[float], logit: float
) -> list[Span]:
    """Return the fewest words without which `text` would score below one half.

    `contributions[i]` is what the token at `spans[i]` adds to `logit`. The
    strongest word and its equals are evidence at any score. Words stand in text
    order, neighbours merged to phrases.
    """
    words = _by_place(spans, contributions)
    strong = [
        Span(start, end, contribution)
        for (start, end), contribution in words.items()
        if contribution >= _LEAST and _WORD.search(text, start, end)
    ]
    strong.sort(key=lambda span: -span.contribution)
    chosen = list(_decisive(strong, logit))
    return list(_phrases(text, sorted(chosen, key=lambda span: span.start)))


def _decisive(strong: Sequence[Span], logit: float) -> Iterator[Span]:
    for span in strong:
        if logit <= 0 and span.contribution < _EQUAL * strong[0].contribution:
            return
        yield span
        logit -= span.contribution


def _by_place(spans: Sequence[Offsets], contributions: Sequence[float]) -> dict[Offsets, float]:
    words: dict[Offsets, float] = {}
    for span, contribution in zip(spans, contributions, strict=True):
        words[span] = words.get(span, 0.0) + contribution
    return words


def _phrases(text: str, words: Sequence[Span]) -> Iterator[Span]:
    """Yield `words` with those merged that only white space or a hyphen parts."""
    phrase: Span | None = None
    for word in words:
        if phrase and _PHRASE_GAP.fullmatch(text, phrase.end, max(word.start, phrase.end)):
            total = phrase.contribution + word.contribution
            phrase = Span(phrase.start, max(phrase.end, word.end), total)
            continue
        if phrase:
            yield phrase
        phrase = word
    if phrase:
        yield phrase
