"""Turns a text as posted into the tokens that the network reads."""

import re
import unicodedata
from dataclasses import dataclass
from re import Match
from typing import TYPE_CHECKING

from moderation.classifiers.base import Offsets
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.normalizer import Normalizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Arrows, signs, dingbats and emoji: the vocabulary has none, but it has the words of their names
_PICTOGRAM = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a text, and the span of the text as posted that is behind each."""

    ids: tuple[int, ...]
    spans: tuple[Offsets, ...]


class Reader:
    """Normalises and tokenizes texts; thread-safe."""

    def __init__(self, normalizer: Normalizer, tokenizer: "Tokenizer") -> None:
        self._normalizer = normalizer
        self._tokenizer = tokenizer

    def ids(self, text: str) -> list[int]:
        """Return the ids of the text's tokens."""
        readable = readable_text(self._normalizer(text))
        ids: list[int] = self._tokenizer.encode(readable.text, add_special_tokens=False).ids
        return ids

    def read(self, text: str) -> Reading:
        """Return the text's tokens with their origin."""
        readable = readable_text(self._normalizer(text))
        encoding = self._tokenizer.encode(readable.text, add_special_tokens=False)
        spans = tuple(readable.origin(start, end) for start, end in encoding.offsets)
        return Reading(tuple(encoding.ids), spans)


def readable_text(normalized: AlignedText) -> AlignedText:
    """Return a normalised text with emoji named and without what no tokenizer accepts."""
    if normalized.text.isascii():
        return normalized
    named = normalized.substitute(_PICTOGRAM, _name)
    return named.substitute(_LONE_SURROGATE, lambda _: "\ufffd")


def _name(match: Match[str]) -> str:
    """Return the Unicode name of a pictogram as words: `reversed hand with middle finger …`."""
    return f" {unicodedata.name(match[0], '').lower()} "
