"""The features of a normalised text.

Tokens are words, marks of excitement and emoji. A text's features are its
distinct tokens, the n-grams of characters within each, and its distinct pairs
of tokens at distance one and two. All of them belong to one token or to one
pair, which is what lets inference sum cached contributions.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from moderation.classifiers.arrays import Floats
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.normalizer import WORD_LIMIT, Normalizer
from moderation.classifiers.sentences import part_ends, sentence_starts

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[!?]+|█|[\u2600-\u27bf\U0001f000-\U0001faff]")
# Lengths of character n-grams.
SHORTEST, LONGEST = 3, 5
_SIZE_POWER = 0.4


def token_spans(aligned: AlignedText) -> Iterator[tuple[str, int, int]]:
    """Yield each token of a normalised text with its span in the original."""
    for match in _TOKEN.finditer(aligned.text):
        yield _plain(match[0]), *aligned.origin(match.start(), match.end())


def tokens(normalized: str) -> list[str]:
    """Return the tokens of a normalised text, in order."""
    return [_plain(token) for token in _TOKEN.findall(normalized)]


def sentence_tokens(text: str, normalize: Normalizer) -> list[list[str]]:
    """Return the tokens of each sentence, of a long one those of each part.

    A word belongs to the sentence in which it begins.
    """
    starts = sentence_starts(text)
    placed = [
        (bisect_right(starts, start), token) for token, start, _ in token_spans(normalize(text))
    ]
    sentences = [[token for _, token in group] for _, group in groupby(placed, itemgetter(0))]
    return [
        sentence[start:end]
        for sentence in sentences
        for start, end in pairwise([0, *part_ends(len(sentence))])
    ]


def _plain(token: str) -> str:
    return token.replace("’", "'")[:WORD_LIMIT]


def token_features(token: str) -> list[str]:
    """Return the features of one token: itself and its character n-grams."""
    whole = padded(token)
    features = [whole]
    for length in range(SHORTEST, min(LONGEST, len(whole) - 1) + 1):
        features += [whole[i : i + length] for i in range(len(whole) - length + 1)]
    return features


def padded(token: str) -> str:
    """Return the feature of the whole token; n-grams with a bracket are at its start or end."""
    return f"<{token}>"


def pairs(sequence: list[str]) -> Iterator[tuple[str, str, int]]:
    """Yield each pair of tokens at distance one and two."""
    for left, right in pairwise(sequence):
        yield left, right, 1
    for left, right in zip(sequence, sequence[2:], strict=False):
        yield left, right, 2


def pair_feature(left: str, right: str, distance: int) -> str:
    """Return the name of a pair: `you idiot`, or `you _ idiot` with a word between."""
    return f"{left} {right}" if distance == 1 else f"{left} _ {right}"


def features(sequence: list[str]) -> list[str]:
    """Return the features of a text's tokens, those of a repeated token once."""
    found = [feature for token in dict.fromkeys(sequence) for feature in token_features(token)]
    found += dict.fromkeys(pair_feature(*pair) for pair in pairs(sequence))
    return found


@overload
def size(distinct: int) -> float: ...
@overload
def size(distinct: ArrayLike) -> Floats: ...
def size(distinct: int | ArrayLike) -> float | Floats:
    """Return the divisor of the sums of a text with so many distinct tokens.

    Less than their square root, since one insult in a long comment is still an insult.
    """
    if isinstance(distinct, int):
        return float((1 + distinct) ** _SIZE_POWER)
    return np.asarray((1 + np.asarray(distinct)) ** _SIZE_POWER, dtype=np.float64)
