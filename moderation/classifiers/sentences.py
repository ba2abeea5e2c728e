"""Cuts a comment into sentences, so that calm ones cannot drown an insult in another."""

import re

_END = re.compile(r"(?<=[.!?…])\s+|\n")
_LEAST_CHARACTERS = 40
"""Shorter comments are judged as a whole only."""


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of a comment's sentences; none if it is short or has only one."""
    if len(text) < _LEAST_CHARACTERS:
        return []
    ends = [match.span() for match in _END.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    spans = zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    kept = [(start, end) for start, end in spans if start < end]
    return kept if len(kept) > 1 else []
