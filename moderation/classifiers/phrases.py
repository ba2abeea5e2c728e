"""Merges words that are evidence into phrases."""

import re
from collections.abc import Iterator, Sequence

from moderation.classifiers.base import Span

_GAP = re.compile(r"[\s\-'’*]*")


def phrases(text: str, words: Sequence[Span]) -> Iterator[Span]:
    """Yield `words`, merging those with nothing but white space or signs such as - between."""
    phrase: Span | None = None
    for word in words:
        if phrase and _GAP.fullmatch(text, phrase.end, max(word.start, phrase.end)):
            total = phrase.contribution + word.contribution
            phrase = Span(phrase.start, max(phrase.end, word.end), total)
            continue
        if phrase:
            yield phrase
        phrase = word
    if phrase:
        yield phrase
