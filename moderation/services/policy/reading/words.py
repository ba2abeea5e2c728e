"""Splits a text into words that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from moderation.services.policy.reading.markup import GAP, JOINER

_LONGEST = 40  # letters that are compared; no listed word is longer
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = "'’‘`"
_JOINS = frozenset(_APOSTROPHES) | {JOINER, "\u00ad"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its folded letters, its offsets, and the signs between the word before and it.

    `run` counts the tags and cells passed: a quotation stays within one run.
    """

    folded: str
    start: int
    end: int
    before: str
    run: int


def words(plain: str, spans: list[tuple[int, int]], run: int = 0) -> list[Word]:
    """The words of `plain` within `spans`, in order.

    A run ends at a tag, and between spans that more than white space parts.
    """
    found: list[Word] = []
    gap = ""
    at = spans[0][0] if spans else 0
    for start, end in spans:
        between = plain[at:start]
        gap += between if not between or between.isspace() else GAP
        at = start
        for begin, stop in _joined(plain, start, end):
            gap += plain[at:begin]
            run += GAP in gap
            found.append(Word(_folded(plain, begin, stop), begin, stop, gap[:80], run))
            gap, at = "", stop
        gap += plain[at:end]
        at = end
    return found


def _joined(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets of words; an apostrophe or a joiner between letters belongs to the word."""
    pending: tuple[int, int] | None = None
    for match in _WORD.finditer(plain, start, end):
        if pending and _joins(plain, pending[1], match.start()):
            pending = pending[0], match.end()
            continue
        if pending:
            yield pending
        pending = match.span()
    if pending:
        yield pending


def _joins(plain: str, end: int, start: int) -> bool:
    gap = plain[end : min(start, end + 20)]
    return start - end <= 20 and bool(gap) and all(sign in _JOINS for sign in gap)


def _folded(plain: str, start: int, end: int) -> str:
    word = plain[start : min(end, start + _LONGEST)].casefold()
    if word.isalnum():
        return word
    return "".join(
        "'" if sign in _APOSTROPHES else sign
        for sign in word
        if sign.isalnum() or sign in _APOSTROPHES
    )
