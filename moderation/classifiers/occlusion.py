"""Finds the words that carry a verdict by scoring the text without them.

What a network makes of a word depends on all others, so no sum of shares is exact. The
shares say only which words to try; each set of words that is returned was verified.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from moderation.classifiers.base import Offsets, Span
from moderation.classifiers.phrases import phrases

# Returns the log odds of each text, less that of the threshold
Excess = Callable[[Sequence[str]], Sequence[float]]

WORD = re.compile(r"\S+")
# How many words are tried alone, how many are taken together at most
_TRIED = 8
_MOST = 6
# Where more than this share of a text would have to go, it speaks as a whole
_LARGEST_SHARE = 1 / 3


def words_with_shares(text: str, shares: Sequence[tuple[Offsets, float]]) -> list[Span]:
    """Return the words of `text`, each with the sum of the shares of the tokens in it."""
    words = [Span(*match.span(), 0.0) for match in WORD.finditer(text)]
    sums = [0.0] * len(words)
    place = 0
    for (start, end), share in sorted(shares):
        while place + 1 < len(words) and words[place].end <= start:
            place += 1
        if words and end > words[place].start:
            sums[place] += share
    return [Span(word.start, word.end, own) for word, own in zip(words, sums, strict=True)]


def fewest_words(text: str, words: Sequence[Span], excess: Excess) -> list[Span]:
    """Return the fewest words without which `text` has no excess, in text order, as phrases.

    The contribution of a phrase is by how much the log odds fell without each of its
    words. `excess` is called three times at most, with at most _TRIED texts. Returns
    nothing where more words than a few, or than a third of the text, would have to go.
    """
    tried = sorted(words, key=lambda word: -word.contribution)[:_TRIED]
    if not tried:
        return []
    (own, *without) = excess([text, *(removed(text, [word]) for word in tried)])
    ranked = sorted(
        (Span(word.start, word.end, own - left) for word, left in zip(tried, without, strict=True)),
        key=lambda word: -word.contribution,
    )
    chosen = _fewest(text, ranked, own, excess, most=_most(len(words)))
    return list(phrases(text, sorted(chosen, key=lambda word: word.start)))


def removed(text: str, words: Sequence[Span]) -> str:
    """Return `text` without `words`."""
    ordered = sorted((word.start, word.end) for word in words)
    edges = [(0, 0), *ordered, (len(text), len(text))]
    return "".join(text[end:start] for (_, end), (start, _) in pairwise(edges))


def _most(words: int) -> int:
    return max(1, min(_MOST, int(words * _LARGEST_SHARE)))


def _fewest(
    text: str, ranked: Sequence[Span], own: float, excess: Excess, *, most: int
) -> Sequence[Span]:
    if own - ranked[0].contribution < 0:
        return ranked[:1]
    sizes = range(2, min(most, len(ranked)) + 1)
    left = excess([removed(text, ranked[:size]) for size in sizes]) if sizes else []
    enough = next((size for size, rest in zip(sizes, left, strict=True) if rest < 0), None)
    return _without_needless(text, ranked[:enough], excess) if enough else ()


def _without_needless(text: str, chosen: Sequence[Span], excess: Excess) -> Sequence[Span]:
    """Return `chosen`, or all of it but one if it is enough."""
    fewer = [[word for word in chosen if word is not spared] for spared in chosen]
    left = excess([removed(text, words) for words in fewer])
    least = min(range(len(fewer)), key=left.__getitem__)
    return fewer[least] if left[least] < 0 else chosen
