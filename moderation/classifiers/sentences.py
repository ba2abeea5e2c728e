"""Splits a comment into sentences, and long ones into parts.

So an insult counts however long the rest of the text is, with or without full stops.
"""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…\n](?:(?<=\n)|\s+)")
_ENDING = (".", "!", "?", "…")
_LEAST_CHARACTERS = 40
# A sentence of more tokens is read in equal parts of at most so many.
LONGEST_SENTENCE = 24
LONGEST_PART = 16


def is_cut(text: str) -> bool:
    """Tell whether a comment is split at all: a short one is scored as a whole only."""
    return len(text) >= _LEAST_CHARACTERS


def sentence_starts(text: str) -> list[int]:
    """Return where each sentence of a comment begins, the first at 0.

    A sentence ends at the white space after `.`, `!`, `?` or `…`, and at the end of a line.
    """
    return [0, *(match.end() for match in _END.finditer(text))] if is_cut(text) else [0]


def ends_sentence(chunk: str) -> bool:
    """Tell whether a sentence ends at the white space after `chunk`."""
    return chunk.endswith(_ENDING)


def part_ends(length: int) -> Iterator[int]:
    """Yield where each part of a sentence of `length` tokens ends, the last at `length`."""
    parts = -(-length // LONGEST_PART) if length > LONGEST_SENTENCE else 1
    yield from (length * part // parts for part in range(1, parts + 1))
