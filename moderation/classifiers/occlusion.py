"""Finds the words that carry a verdict by scoring the text without them.

What a network makes of a word depends on all others, so no sum of shares is exact. The
shares say only which words to try; each set of words that is returned was verified. One
text is tried at a time: a batch is no faster, and mostly the first word is enough.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from moderation.classifiers.base import Offsets, Span
from moderation.classifiers.phrases import phrases
from moderation.classifiers.stretches import blanked, removed

# Returns the log odds of each text, less that of the threshold.
Excess = Callable[[Sequence[str]], Sequence[float]]
# Returns what each token of a text adds, more or less, with the span that is behind it.
Shares = Callable[[str], Sequence[tuple[Offsets, float]]]

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_PUNCTUATION = "\"'([{<.,;:!?…)]}>“”„‘’«»"
# A longer chunk is no single word, or nobody would read it.
_LONGEST_WORD = 40
# How many words are taken together at most
_MOST = 6
# One word of so many may go; where more would have to, a text speaks as a whole.
_ONE_OF = 3
# In a longer text words are looked for among so many around the strongest, and then again
# elsewhere: to score all of it once for each word tried would take seconds.
_STRETCH = 120
_MOST_STRETCHES = 3


def words_with_shares(text: str, shares: Sequence[tuple[Offsets, float]]) -> list[Span]:
    """Return the words of `text`, without punctuation, with the shares of their tokens.

    A word's share is the sum of those above 0. Words that a token spans, as one that was
    spelled out, are one.
    """
    words = list(_words(text))
    begins, ends = [start for start, _ in words], [end for _, end in words]
    sums, joined = [0.0] * len(words), [False] * len(words)
    for (start, end), share in shares:
        first, last = bisect_right(ends, start), bisect_left(begins, end)
        if first < last:
            # What lowers the logit hides no word: a word is as bad as its pieces that raise it.
            sums[first] += max(share, 0.0)
            joined[first + 1 : last] = [True] * (last - first - 1)
    found: list[Span] = []
    for (start, end), own, is_joined in zip(words, sums, joined, strict=True):
        previous = found.pop() if is_joined else Span(start, end, 0.0)
        found.append(Span(previous.start, end, previous.contribution + own))
    return found


def fewest_words(text: str, shares: Shares, excess: Excess) -> list[Span]:
    """Return the fewest words without which `text` has no excess, in text order, as phrases.

    The contribution of a phrase is by how much the log odds fall when its words go last.
    Returns nothing where the text has no excess, or where more words than a few, or than
    about a third of the text, would have to go.

    The word with the largest share goes, then that of the rest, until nothing is left; then
    each comes back that is not needed. So 13 texts are scored at most; for a long text up to
    three times as many, nearly all of them a stretch of it.
    """
    words = words_with_shares(text, shares(text))
    if len(words) <= _STRETCH:
        most = min(_MOST, -(-len(words) // _ONE_OF))
        return _verified(text, _carrying(text, shares, excess, most=most), excess)
    chosen: list[Span] = []
    for stretch in _stretches(words):
        around = [Span(0, stretch[0].start, 0.0), Span(stretch[-1].end, len(text), 0.0)]
        part = blanked(text, [*around, *chosen])
        found = _carrying(part, shares, excess, most=_MOST - len(chosen))
        chosen = sorted([*chosen, *found], key=_start)
        if not found or (spans := _verified(text, chosen, excess)):
            return spans if found else []
    return []


def _verified(text: str, words: Sequence[Span], excess: Excess) -> list[Span]:
    """Return words in text order as phrases if `text` has no excess without them, else nothing."""
    found = list(phrases(text, words))
    return found if found and excess([removed(text, found)])[0] < 0 else []


def _words(text: str) -> Iterator[Offsets]:
    for chunk in _CHUNK.finditer(text):
        if len(chunk[0]) > _LONGEST_WORD:
            yield from (match.span() for match in _WORD.finditer(text, *chunk.span()))
        elif bare := chunk[0].strip(_PUNCTUATION):
            start = chunk.start() + chunk[0].find(bare)
            yield start, start + len(bare)


def _stretches(words: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield the words around the strongest, then around the strongest of the rest."""
    strongest = sorted(range(len(words)), key=lambda place: -words[place].contribution)
    for _ in range(_MOST_STRETCHES):
        if not strongest:
            return
        first = max(0, strongest[0] - _STRETCH // 2)
        yield words[first : first + _STRETCH]
        strongest = [place for place in strongest if not first <= place < first + _STRETCH]


def _carrying(text: str, shares: Shares, excess: Excess, *, most: int) -> list[Span]:
    """Return the fewest words, at most `most` and in text order, without which nothing is left."""

    def left(gone: Sequence[Span]) -> float:
        return excess([blanked(text, gone)])[0]

    rest = left(())
    if rest < 0:
        return []
    gone: list[Span] = []
    while rest >= 0:
        remaining = blanked(text, gone)
        words = words_with_shares(remaining, shares(remaining))
        if len(gone) == most or not words:
            return []
        before, word = rest, max(words, key=_share)
        rest = left([*gone, word])
        gone.append(replace(word, contribution=before - rest))
    return sorted(_needed(gone, rest, left), key=_start)


def _needed(
    gone: Sequence[Span], rest: float, left: Callable[[Sequence[Span]], float]
) -> Iterator[Span]:
    """Yield those of the words that must go; `rest` is what is left without all of them.

    The last one must: without the others alone there was an excess. Weak ones are tried first.
    """
    *others, last = gone
    for word in sorted(others, key=_share):
        kept = [other for other in others if other is not word]
        with_word = left([*kept, last])
        if with_word < 0:
            others, rest = kept, with_word
        else:
            yield replace(word, contribution=with_word - rest)
    yield last


def _share(word: Span) -> float:
    return word.contribution


def _start(word: Span) -> int:
    return word.start
