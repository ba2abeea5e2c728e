"""The text of a draft with its clauses, and with what forbids something but is no clause yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.text import folded
from moderation.models import Clause
from moderation.quotations import LONGEST_QUOTE
from moderation.services.policy import proposing
from moderation.services.policy.marking import marked
from moderation.services.policy.reading import read_policy


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: the places of the clauses that quote it, and whether it is unread."""

    text: str
    clauses: tuple[int, ...]
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """The text in pieces, which make it up, and the words that are not a clause yet."""

    pieces: list[Piece]
    unread: list[str]


def annotated(text: str, clauses: Sequence[Clause]) -> Annotated:
    """Mark the words of `clauses`, and those that forbid something and that no clause quotes."""
    unread = _unread(text, clauses)
    segments = marked(text, [*(clause.quote for clause in clauses), *unread])
    number = len(clauses)
    pieces = [
        Piece(
            segment.text,
            tuple(mark for mark in segment.marks if mark < number),
            any(mark >= number for mark in segment.marks),
        )
        for segment in segments
    ]
    return Annotated(pieces, unread)


def _unread(text: str, clauses: Sequence[Clause]) -> list[str]:
    reading = read_policy(text)
    prohibited = [(one.start, one.end) for one in reading.prohibitions]
    quoted = [clause.quote for clause in clauses if clause.quote.strip()]
    different = {
        folded(words): words
        for start, end in sorted([*prohibited, *reading.unread], reverse=True)
        if (words := _within(text[start:end]))
        and not any(proposing.overlap(quote, words) for quote in quoted)
    }
    return list(reversed(different.values()))


def _within(words: str) -> str:
    """Return words that a clause can quote: on one line, and not too many."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0]
