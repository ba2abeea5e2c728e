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

# Returns the log odds of each text, less that of the threshold
Excess = Callable[[Sequence[str]], Sequence[float]]

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_PUNCTUATION = "\"'([{<.,;:!?…)]}>“”„‘’«»"
# A longer chunk is no single word, or nobody would read it.
_LONGEST_WORD = 40
# How many words are taken together at most
_MOST = 6
# Where more than this share of a text would have to go, it speaks as a whole
_LARGEST_SHARE = 1 / 3
# In a longer text words are looked for among so many around the strongest, and then again
# elsewhere: to score all of it once for each word tried would take seconds.
_STRETCH = 120
_MOST_STRETCHES = 3


def words_with_shares(text: str, shares: Sequence[tuple[Offsets, float]]) -> list[Span]:
    """Return the words of `text`, each with the sum of its tokens' shares above 0.

    Words that a token spans, as one that was spelled out, are one.
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


def fewest_words(text: str, words: Sequence[Span], excess: Excess) -> list[Span]:
    """Return the fewest words without which `text` has no excess, in text order, as phrases.

    `words` are all words of the text with their shares. The contribution of a phrase is by
    how much the log odds fall when its words go last. Returns nothing where the text has no
    excess, or where more words than a few, or than a third of the text, would have to go.

    `excess` is asked about one text at a time, 13 in all; for a long text up to three times
    as many, nearly all of them a stretch of it. The fewest are those found in these passes.
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

    All of it is read without what is `hidden`. The words with the largest shares go one after
    another until nothing is left; then each comes back that is not needed.
    """

    def left(gone: Sequence[Span]) -> float:
        return excess([removed(text, [*hidden, *gone])])[0]

    before = rest = left(())
    if before < 0:
        return []
    gone: list[Span] = []
    for word in sorted(words, key=lambda word: -word.contribution)[:most]:
        before, rest = rest, left([*gone, word])
        gone.append(replace(word, contribution=before - rest))
        if rest < 0:
            return sorted(_needed(gone, rest, left), key=_start)
    return []


def _needed(
    gone: list[Span], rest: float, left: Callable[[Sequence[Span]], float]
) -> Iterator[Span]:
    """Yield the words that must go, with what is left without each of them; weakest first.

    The last one was not gone when the others were not enough, so that it must.
    """
    *others, last = gone
    for word in sorted(others, key=lambda word: word.contribution):
        kept = [other for other in [*others, last] if other is not word]
        with_word = left(kept)
        if with_word < 0:
            others = [other for other in others if other is not word]
            rest = with_word
            continue
        yield replace(word, contribution=with_word - rest)
    yield last


def _start(word: Span) -> int:
    return word.start
