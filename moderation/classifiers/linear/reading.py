"""Reads texts as the numbers of their tokens, putting together what is remembered of chunks.

Chunks do not depend on each other, save where single letters spell a word out
or signs reorder the text; such a text is normalised as a whole.
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
from moderation.classifiers.linear.token_cache import ENDS_SENTENCE, TokenCache, ranges
from moderation.classifiers.normalization.normalizer import CHUNK
from moderation.classifiers.sentences import is_cut, sentence_starts

_KNOT = re.compile(rb"[\x08-\x0f]|[\x02\x03\x06\x07]{2,}[\x04-\x07]")
"""Traits of a loose chunk, or of letters and one that is like a letter."""


class Tokens(NamedTuple):
    """The tokens of several texts, in order.

    Token `i` has the number `ids[i]` and stands in text `owners[i]`, in a sentence
    that is another one than that of its neighbour if `sentences[i]` differs.
    """

    ids: Ints
    owners: Ints
    sentences: Ints


class Located(NamedTuple):
    """The tokens of one text: their numbers and their spans in it.

    `parts` are the places among them at which a sentence begins, and the end.
    """

    ids: list[int]
    spans: list[Offsets]
    parts: list[int]


def read(memo: TokenCache, texts: Sequence[str]) -> Tokens:
    """Return the tokens of texts once they are normalised."""
    lines = [line.split() for text in texts for line in text.split("\n")]
    lengths = _ints(map(len, lines), len(lines))
    chunks = list(chain.from_iterable(lines))
    numbers = memo.numbers(chunks)
    line_counts = _ints((text.count("\n") + 1 for text in texts), len(texts))
    owners = np.repeat(np.repeat(np.arange(len(texts)), line_counts), lengths)
    traits = memo.traits[numbers]
    ends = (traits & ENDS_SENTENCE).astype(bool)
    ends[np.cumsum(lengths)[lengths > 0] - 1] = True
    ends &= np.fromiter(map(is_cut, texts), bool, len(texts))[owners]
    places, counts = ranges(memo.first[numbers], memo.first[numbers + 1])
    tokens = Tokens(
        memo.tokens[places],
        np.repeat(owners, counts),
        np.repeat(np.cumsum(ends) - ends, counts),
    )
    rows = sorted(_entangled(memo, chunks, traits.tobytes(), owners))
    return _replaced(tokens, {row: _normalized(memo, texts[row]) for row in rows})


def locate(memo: TokenCache, text: str) -> Located:
    """Return the tokens of a text once it is normalised, with their places in it as posted."""
    chunks = text.split()
    known = memo.located(chunks)
    traits = bytes(map(attrgetter("traits"), known))
    if any(True for _ in _entangled(memo, chunks, traits, np.zeros(len(chunks), np.int64))):
        return _normalized(memo, text)
    ids = list(chain.from_iterable(map(attrgetter("ids"), known)))
    starts = [match.start() for match in CHUNK.finditer(text)]
    spans = [
        (offset + start, offset + end)
        for offset, (_, places, _) in zip(starts, known, strict=True)
        for start, end in places
    ]
    return Located(ids, spans, _parts(text, spans))


def _entangled(
    memo: TokenCache, chunks: Sequence[str], traits: bytes, owners: Ints
) -> Iterator[int]:
    """Yield the texts in which chunks depend on each other; chunk `i` is of text `owners[i]`."""
    found: set[int] = set()
    for knot in _KNOT.finditer(traits):
        among = slice(*knot.span())
        runs = groupby(zip(owners[among].tolist(), chunks[among], strict=True), itemgetter(0))
        for owner, run in runs:
            if owner in found:
                continue
            if len(knot[0]) == 1 or memo.normalizer.spells(chunk for _, chunk in run):
                found.add(owner)
                yield owner


def _normalized(memo: TokenCache, text: str) -> Located:
    """Return the tokens of a text whose chunks depend on each other."""
    tokens = memo.tokens_of(text)
    spans = [(start, end) for _, start, end in tokens]
    ids = memo.ids([token for token, _, _ in tokens])
    return Located(ids, spans, _parts(text, spans))


def _parts(text: str, spans: Sequence[Offsets]) -> list[int]:
    """Return at which spans a sentence begins, and how many spans there are."""
    starts = sentence_starts(text)
    sentences = [bisect_right(starts, start) for start, _ in spans]
    return [
        place for place, (one, other) in enumerate(pairwise([-1, *sentences, -1])) if one != other
    ]


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


def _ints(values: Iterable[int], number: int) -> Ints:
    return np.fromiter(values, np.int64, number)
