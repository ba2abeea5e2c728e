"""Turns a text as posted into the tokens that the network reads."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import Match, Pattern
from typing import TYPE_CHECKING

from moderation.classifiers.base import Offsets
from moderation.classifiers.normalization.aligned_text import AlignedText
from moderation.classifiers.normalization.normalizer import CHUNK, REORDERING, Normalizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Arrows, signs, dingbats and emoji: the vocabulary has none, but it has the words of their names
_PICTOGRAM = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# The tokenizer gives up on a word of more than 100 letters, and whatever is in it.
_LONGEST_WORD = re.compile(r"\w{100}(?=\w)")
# Single characters in a row: only these may spell a word across chunks.
_MAY_BE_SPELLED_OUT = re.compile(r"(?<!\S)\S\s+\S\s+\S")
_CHUNKS_REMEMBERED = 1 << 16
_LONGEST_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a text, and the span of the text as posted that is behind each."""

    ids: Sequence[int]
    spans: Sequence[Offsets]


class Reader:
    """Normalises and tokenizes texts; thread-safe."""

    def __init__(self, normalizer: Normalizer, tokenizer: "Tokenizer") -> None:
        self._normalizer = normalizer
        self._tokenizer = tokenizer
        self._remembered = lru_cache(_CHUNKS_REMEMBERED)(self._chunk)

    def ids(self, text: str) -> list[int]:
        """Return the ids of the text's tokens."""
        return self.ids_of(self.written(text))

    def ids_of(self, written: str) -> list[int]:
        """Return the ids of the tokens of what `written` returned."""
        ids: list[int] = self._tokenizer.encode(written, add_special_tokens=False).ids
        return ids

    def read(self, text: str) -> Reading:
        """Return the text's tokens with their origin; slower than `ids`."""
        aligned = self._aligned(text)
        encoding = self._tokenizer.encode(aligned.text, add_special_tokens=False)
        return Reading(encoding.ids, [aligned.origin(*span) for span in encoding.offsets])

    def matches(self, pattern: Pattern[str], text: str) -> list[Offsets]:
        """Return the spans of `text` behind each match of `pattern` in what is tokenized."""
        aligned = self._aligned(text)
        return [aligned.origin(*match.span()) for match in pattern.finditer(aligned.text)]

    def _aligned(self, text: str) -> AlignedText:
        """Return the same as `written`, with its map; slower."""
        aligned = self._normalizer(text)
        for pattern, replacement in _REPLACEMENTS:
            aligned = aligned.substitute(pattern, replacement)
        return aligned

    def written(self, text: str) -> str:
        """Return what is tokenized: the normalised text with pictograms named.

        Nearly all chunks were met before, so each is normalised once. Only where single
        letters in a row or reordering signs make chunks depend on each other is the text
        normalised as a whole.
        """
        normalized = self._by_chunk(text)
        if normalized is None:
            normalized = self._normalizer(text).text
        if not normalized.isascii():
            for pattern, replacement in _REPLACEMENTS[:-1]:
                normalized = pattern.sub(replacement, normalized)
        return _LONGEST_WORD.sub(_parted, normalized)

    def _by_chunk(self, text: str) -> str | None:
        """Return the normalised text, or None if its chunks may depend on each other."""
        if REORDERING.search(text):
            return None
        chunks = (
            self._remembered(chunk) if len(chunk) <= _LONGEST_REMEMBERED else self._chunk(chunk)
            for chunk in CHUNK.findall(text)
        )
        normalized = " ".join(chunk for chunk in chunks if chunk)
        return None if _MAY_BE_SPELLED_OUT.search(normalized) else normalized

    def _chunk(self, chunk: str) -> str:
        return self._normalizer.chunk(AlignedText.of(chunk)).text


def _name(match: Match[str]) -> str:
    """Return the Unicode name of a pictogram as words: `reversed hand with middle finger …`."""
    return f" {unicodedata.name(match[0], '').lower()} "


def _parted(match: Match[str]) -> str:
    return f"{match[0]} "


_REPLACEMENTS = (
    (_PICTOGRAM, _name),
    # No tokenizer accepts half a character.
    (_LONE_SURROGATE, lambda _: "\ufffd"),
    (_LONGEST_WORD, _parted),
)
