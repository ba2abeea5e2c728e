"""Finds quotes in a text, and cuts the text where they begin and end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.text import folded

# Start and end in the text.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text, and the indexes of the quotes that it belongs to."""

    text: str
    marks: tuple[int, ...] = ()


def marked(text: str, quotes: Sequence[str]) -> list[Segment]:
    """Cut `text` into segments, which make it up when they are joined.

    Each quote marks its first place in the text, whatever its case and white
    space; where it stands as whole words, that place comes before one inside
    a word.  Quotes may overlap or contain each other.  A quote that the text
    does not have, or that is blank, marks nothing.
    """
    spans = found(text, quotes)
    cuts = sorted({0, len(text), *(edge for span in spans.values() for edge in span)})
    begins: dict[int, list[int]] = {}
    for mark, (start, _) in spans.items():
        begins.setdefault(start, []).append(mark)
    segments = []
    here: list[int] = []
    for start, end in pairwise(cuts):
        here = [mark for mark in here if spans[mark][1] > start] + begins.get(start, [])
        segments.append(Segment(text[start:end], tuple(sorted(here))))
    return segments


def found(text: str, quotes: Sequence[str]) -> dict[int, Span]:
    """Return where each quote stands in `text`, by its index; those that it has not are left out.

    The text is folded once, so this takes linear time for each quote.
    """
    searched, origins = _folded_with_origins(text)
    spans = {}
    for index, words in enumerate(map(folded, quotes)):
        at = _place(searched, words) if words else -1
        if at >= 0:
            spans[index] = (origins[at], origins[at + len(words) - 1] + 1)
    return spans


def _folded_with_origins(text: str) -> tuple[str, list[int]]:
    """Return `folded(text)`, and for each of its characters the place in `text` it comes from."""
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        if not character.isspace():
            # One character may fold to several: "ß" to "ss".
            alike = character.casefold()
        elif characters and characters[-1] != " ":
            alike = " "
        else:
            continue
        characters += alike
        origins += [place] * len(alike)
    if characters[-1:] == [" "]:
        del characters[-1], origins[-1]
    return "".join(characters), origins


def _place(searched: str, words: str) -> int:
    """Return the first place of `words` as whole words, else the first place, else -1."""
    return next(
        (at for at in _places(searched, words) if _is_whole(searched, at, at + len(words))),
        searched.find(words),
    )


def _places(searched: str, words: str) -> Iterator[int]:
    at = searched.find(words)
    while at >= 0:
        yield at
        at = searched.find(words, at + 1)


def _is_whole(searched: str, start: int, end: int) -> bool:
    """Whether no word goes on across `start` or `end`."""
    edges = [searched[max(start - 1, 0) : start + 1], searched[end - 1 : end + 1]]
    return not any(len(edge) > 1 and edge.isalnum() for edge in edges)
