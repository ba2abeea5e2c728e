"""Finds the words that carry a verdict by scoring the text without them.

What a network makes of a word depends on all others, so no sum of shares is exact. The
shares say only which words to try; each set of words that is returned was verified.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from moderation.classifiers.base import Offsets, Span
from moderation.classifiers.phrases import phrases

# Returns the log odds of each text, less that of the threshold
Excess = Callable[[Sequence[str]], Sequence[float]]

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_PUNCTUATION = "\"'([{<.,;:!?…)]}>“”„‘’«»"
# A longer chunk is no single word, or nobody would read it.
_LONGEST_WORD = 40
# How many words are tried alone, and how many are taken together at most
_TRIED = 8
_MOST = 6
# Where more than this share of a text would have to go, it speaks as a whole
_LARGEST_SHARE = 1 / 3
# In a longer text words are looked for among so many around the strongest, and then again
# elsewhere: to score all of it once for each word tried would take seconds.
_STRETCH = 120
_MOST_STRETCHES = 3
# How often one word less is tried
_PRUNINGS = 2


def words_with_shares(text: str, shares: Sequence[tuple[Offsets, float]]) -> list[Span]:
    """Return the words of `text`, without punctuation, each with the sum of its tokens' shares.

    Words that a token spans, as one that was spelled out, are one.
    """
    words = list(_words(text))
    begins, ends = [start for start, _ in words], [end for _, end in words]
    sums, joined = [0.0] * len(words), [False] * len(words)
    for (start, end), share in shares:
        first, last = bisect_right(ends, start), bisect_left(begins, end)
        if first < last:
            sums[first] += share
            joined[first + 1 : last] = [True] * (last - first - 1)
    found: list[Span] = []
    for (start, end), own, is_joined in zip(words, sums, joined, strict=True):
        previous = found.pop() if is_joined else Span(start, end, 0.0)
        found.append(Span(previous.start, end, previous.contribution + own))
    return found


def fewest_words(text: str, words: Sequence[Span], excess: Excess) -> list[Span]:
    """Return the fewest words without which `text` has no excess, in text order, as phrases.

    `words` are all words of the text with their shares. The contribution of a phrase is by
    how much the log odds fell without each of its words alone. Returns nothing where the text
    has no excess, or where more words than a few, or than a third of the text, would have to go.

    `excess` is called at most 4 times with at most 25 texts in all; for a long text up to three
    times as often, mostly with a stretch of it. The fewest are those found in these passes.
    """
    if len(words) <= _STRETCH:
        most = max(1, min(_MOST, int(len(words) * _LARGEST_SHARE)))
        return list(phrases(text, _carrying(text, words, excess, most=most)))
    chosen: list[Span] = []
    for stretch in _stretches(words):
        start, end = stretch[0].start, stretch[-1].end
        around = [Span(0, start, 0.0), Span(end, len(text), 0.0)]
        most = _MOST - len(chosen)
        found = _carrying(text, stretch, excess, most=most, hidden=[*around, *chosen])
        if not found:
            return []
        chosen = sorted([*chosen, *found], key=_start)
        if excess([removed(text, chosen)])[0] < 0:
            return list(phrases(text, chosen))
    return []


def removed(text: str, words: Sequence[Span]) -> str:
    """Return `text` without `words`, which may overlap."""
    kept: list[str] = []
    position = 0
    for word in sorted(words, key=_start):
        kept.append(text[position : word.start])
        position = max(position, word.end)
    return "".join([*kept, text[position:]])


def _words(text: str) -> Iterator[Offsets]:
    for chunk in _CHUNK.finditer(text):
        if len(chunk[0]) > _LONGEST_WORD:
            yield from (match.span() for match in _WORD.finditer(text, *chunk.span()))
            continue
        bare = chunk[0].strip(_PUNCTUATION)
        start = chunk.start() + chunk[0].find(bare)
        yield (start, start + len(bare)) if bare else chunk.span()


def _stretches(words: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield the words around the strongest, then around the strongest of the rest."""
    strongest = sorted(range(len(words)), key=lambda place: -words[place].contribution)
    for _ in range(_MOST_STRETCHES):
        if not strongest:
            return
        first = max(0, strongest[0] - _STRETCH // 2)
        yield words[first : first + _STRETCH]
        strongest = [place for place in strongest if not first <= place < first + _STRETCH]


def _carrying(
    text: str, words: Sequence[Span], excess: Excess, *, most: int, hidden: Sequence[Span] = ()
) -> list[Span]:
    """Return the fewest of `words`, at most `most`, without which `text` has no excess.

    All of it is read without what is `hidden`.
    """

    def without(sets: Sequence[Sequence[Span]]) -> Sequence[float]:
        return excess([removed(text, [*hidden, *own]) for own in sets]) if sets else []

    tried = sorted(words, key=lambda word: -word.contribution)[:_TRIED]
    whole, *left = without([(), *([word] for word in tried)])
    if whole < 0:
        return []
    falls = [Span(word.start, word.end, whole - own) for word, own in zip(tried, left, strict=True)]
    ranked = sorted(falls, key=lambda word: -word.contribution)
    if left and min(left) < 0:
        return ranked[:1]
    sets = [ranked[:size] for size in range(2, min(most, len(ranked)) + 1)]
    chosen = _first_enough(sets, without(sets))
    for _ in range(_PRUNINGS):
        if len(chosen) <= 2:  # one alone was not enough
            break
        fewer = [[word for word in chosen if word is not spared] for spared in chosen]
        chosen = _first_enough(fewer, without(fewer)) or chosen
    return sorted(chosen, key=_start)


def _first_enough(sets: Sequence[list[Span]], left: Sequence[float]) -> list[Span]:
    """Return the first of the sets without which nothing is left, or none of them."""
    return next((own for own, rest in zip(sets, left, strict=True) if rest < 0), [])


def _start(word: Span) -> int:
    return word.start
