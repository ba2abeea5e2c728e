"""Turns texts into the numbers of their tokens, from what the cache knows of each chunk.

A chunk (what stands between white space) has the same tokens in every text, with two
exceptions: single letters in a row may spell out a word (`i d i o t`), and a chunk may be
reordered or fall apart when it is normalised. Such a text is normalised as a whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np

from moderation.classifiers.arrays import Ints
from moderation.classifiers.base import Offsets
from moderation.classifiers.linear.token_cache import (
    BEGINS_LIKE_A_LETTER,
    ENDS_SENTENCE,
    LETTER,
    LOOSE,
    TokenCache,
    ranges,
)
from moderation.classifiers.normalization.normalizer import CHUNK
from moderation.classifiers.sentences import (
    LONGEST_PART,
    LONGEST_SENTENCE,
    is_cut,
    part_ends,
    sentence_starts,
)


def _byte_with(trait: int) -> bytes:
    """Return a pattern for the traits of one chunk that has `trait` and is not LOOSE itself."""
    bytes_with = [t for t in range(LOOSE) if t & trait]
    return b"[%s]" % b"".join(rb"\x%02x" % t for t in bytes_with)


# The traits of a text's chunks are a string of bytes, one for each chunk, in which dependent
# chunks are found by a pattern: a LOOSE chunk, or two or more LETTERs and what may end the word.
# For example `You i d i o t. x&nbsp;y` has these chunks:
#
#     You   no trait                                            0
#     i     LETTER | BEGINS_LIKE_A_LETTER                       6  \
#     d     LETTER | BEGINS_LIKE_A_LETTER                       6   |  may spell out a word
#     i     LETTER | BEGINS_LIKE_A_LETTER                       6   |
#     o     LETTER | BEGINS_LIKE_A_LETTER                       6   |
#     t.    BEGINS_LIKE_A_LETTER | ENDS_SENTENCE                5  /
#     x&nbsp;y  LOOSE: it is normalised to two chunks, x and y  8     stands for itself
_DEPENDENT = re.compile(
    rb"[\x%02x-\x%02x]" % (LOOSE, 2 * LOOSE - 1)
    + rb"|%s{2,}%s" % (_byte_with(LETTER), _byte_with(BEGINS_LIKE_A_LETTER))
)


class Tokens(NamedTuple):
    """The tokens of several texts, in order.

    Token `i` has the number `ids[i]` and belongs to text `owners[i]`. Neighbouring tokens
    are in the same sentence, or part of a long one, if their `sentences` are equal.
    """

    ids: Ints
    owners: Ints
    sentences: Ints


class Located(NamedTuple):
    """The tokens of one text: their numbers and their offsets in it.

    `parts` are the indices of the tokens that begin a sentence or a part of a long one, then
    the number of tokens.
    """

    ids: list[int]
    spans: list[Offsets]
    parts: list[int]


def read(cache: TokenCache, texts: Sequence[str]) -> Tokens:
    """Return the tokens of the normalised texts."""
    lines = [line.split() for text in texts for line in text.split("\n")]
    lengths = _ints(map(len, lines), len(lines))
    chunks = list(chain.from_iterable(lines))
    numbers = cache.numbers(chunks)
    line_counts = _ints((text.count("\n") + 1 for text in texts), len(texts))
    owners = np.repeat(np.repeat(np.arange(len(texts)), line_counts), lengths)
    traits = cache.traits[numbers]
    ends = (traits & ENDS_SENTENCE).astype(bool)
    ends[np.cumsum(lengths)[lengths > 0] - 1] = True
    ends &= np.fromiter(map(is_cut, texts), bool, len(texts))[owners]
    places, counts = ranges(cache.first[numbers], cache.first[numbers + 1])
    tokens = Tokens(
        cache.tokens[places],
        np.repeat(owners, counts),
        np.repeat(np.cumsum(ends) - ends, counts),
    )
    rows = sorted(_texts_to_normalize(cache, chunks, traits.tobytes(), owners))
    return _in_parts(_replaced(tokens, {row: _normalized(cache, texts[row]) for row in rows}))


def locate(cache: TokenCache, text: str) -> Located:
    """Return the tokens of the normalised text, with their offsets in the text as posted."""
    chunks = text.split()
    known = cache.located(chunks)
    traits = bytes(map(attrgetter("traits"), known))
    owners = np.zeros(len(chunks), np.int64)
    if any(True for _ in _texts_to_normalize(cache, chunks, traits, owners)):
        return _normalized(cache, text)
    ids = list(chain.from_iterable(map(attrgetter("ids"), known)))
    starts = [match.start() for match in CHUNK.finditer(text)]
    spans = [
        (offset + start, offset + end)
        for offset, (_, places, _) in zip(starts, known, strict=True)
        for start, end in places
    ]
    return Located(ids, spans, _parts(text, spans))


def dependent_runs(traits: bytes) -> Iterator[slice]:
    """Yield the chunks that may depend on each other, given the traits of all chunks."""
    return (slice(*match.span()) for match in _DEPENDENT.finditer(traits))


def _texts_to_normalize(
    cache: TokenCache, chunks: Sequence[str], traits: bytes, owners: Ints
) -> Iterator[int]:
    """Yield the texts that must be normalised as a whole; chunk `i` belongs to `owners[i]`."""
    found: set[int] = set()
    for run in dependent_runs(traits):
        of_texts = groupby(zip(owners[run].tolist(), chunks[run], strict=True), itemgetter(0))
        for owner, own in of_texts:
            if owner in found:
                continue
            if traits[run.start] >= LOOSE or cache.normalizer.spells(chunk for _, chunk in own):
                found.add(owner)
                yield owner


def _normalized(cache: TokenCache, text: str) -> Located:
    """Return the tokens of a text that is normalised as a whole."""
    tokens = cache.tokens_of(text)
    spans = [(start, end) for _, start, end in tokens]
    ids = cache.ids([token for token, _, _ in tokens])
    return Located(ids, spans, _parts(text, spans))


def _parts(text: str, spans: Sequence[Offsets]) -> list[int]:
    """Return the indices of the spans that begin a part, then the number of spans."""
    starts = sentence_starts(text)
    sentences = [bisect_right(starts, start) for start, _ in spans]
    begins = [
        place for place, (one, other) in enumerate(pairwise([-1, *sentences, -1])) if one != other
    ]
    ends = (start + end for start, stop in pairwise(begins) for end in part_ends(stop - start))
    return [*begins[:1], *ends]


def _replaced(tokens: Tokens, rows: dict[int, Located]) -> Tokens:
    """Return the tokens with those of some texts replaced."""
    if not rows:
        return tokens
    kept = ~np.isin(tokens.owners, list(rows))
    lengths = [len(located.ids) for located in rows.values()]
    ids = list(chain.from_iterable(located.ids for located in rows.values()))
    sentences = np.concatenate(
        [np.searchsorted(row.parts, range(len(row.ids)), side="right") for row in rows.values()]
    )
    owners = np.concatenate([tokens.owners[kept], np.repeat(list(rows), lengths)])
    order = np.argsort(owners, kind="stable")
    return Tokens(
        np.append(tokens.ids[kept], ids).astype(np.int64)[order],
        owners[order],
        np.append(tokens.sentences[kept], sentences).astype(np.int64)[order],
    )


def _in_parts(tokens: Tokens) -> Tokens:
    """Return the tokens with each long sentence in parts, as `part_ends` cuts it."""
    changes = np.diff(tokens.sentences, prepend=-1) | np.diff(tokens.owners, prepend=-1)
    begins = np.flatnonzero(changes)
    lengths = np.diff(begins, append=len(tokens.ids))
    if not (lengths > LONGEST_SENTENCE).any():
        return tokens
    parts = np.where(lengths > LONGEST_SENTENCE, -(-lengths // LONGEST_PART), 1)
    places = np.arange(len(tokens.ids)) - np.repeat(begins, lengths)
    part = ((places + 1) * np.repeat(parts, lengths) - 1) // np.repeat(lengths, lengths)
    before = np.repeat(np.cumsum(parts) - parts, lengths)
    return tokens._replace(sentences=before + part)


def _ints(values: Iterable[int], number: int) -> Ints:
    return np.fromiter(values, np.int64, number)
