"""Finds listed phrases in a sequence of words.

A phrase is written as its words: `insult*` is any word that begins so, `a/b`
is either, `word?` may be missing, and `~` stands for up to three words.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")
_WIDEST_GAP = 3
_GOES_ON = re.compile(r"/\n\s*")
_REMEMBERED = 20_000  # words
_SHORTEST_COMPOUND, _SHORTEST_PART = 11, 6  # letters


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A listed phrase in words[start:end]."""

    start: int
    end: int
    meaning: Meaning


@dataclass(slots=True)
class _Node(Generic[Meaning]):
    words: dict[str, "_Node[Meaning]"] = field(default_factory=dict)
    prefixes: dict[str, "_Node[Meaning]"] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    gap: "_Node[Meaning] | None" = None
    meanings: list[Meaning] = field(default_factory=list)

    def after(self, word: str) -> "Iterator[_Node[Meaning]]":
        """The nodes that `word` leads to."""
        if node := self.words.get(word):
            yield node
        for length in self.lengths:
            if node := self.prefixes.get(word[:length]):
                yield node


class Lexicon(Generic[Meaning]):
    """Phrases and what they mean.

    `in_compounds`: a word that begins no phrase may end in one, as German compounds do.
    """

    def __init__(
        self, phrases: Iterable[tuple[str, Meaning]], *, in_compounds: bool = False
    ) -> None:
        self._root: _Node[Meaning] = _Node()
        self._in_compounds = in_compounds
        for phrase, meaning in phrases:
            for spelled in _spellings(phrase):
                self._add(spelled, meaning)

        self._begun: dict[str, tuple[_Node[Meaning], ...]] = {}

    def at(
        self, words: Sequence[str], start: int, barred: Container[int] = ()
    ) -> Found[Meaning] | None:
        """The longest phrase that begins at `start`; of several, the one listed first.

        The words at `barred` are not passed over: a comma stands before them.
        """
        if not self._first(words[start]):
            return None
        best: Found[Meaning] | None = None
        for end, meaning in self._ends(words, start, barred):
            if best is None or end > best.end:
                best = Found(start, end, meaning)
        return best

    def leftmost(self, words: Sequence[str], barred: Container[int] = ()) -> list[Found[Meaning]]:
        """The phrases in `words`, none within another: the leftmost and longest."""
        found: list[Found[Meaning]] = []
        at = 0
        while at < len(words):
            here = self.at(words, at, barred)
            if here:
                found.append(here)
            at = here.end if here else at + 1
        return found

    def _ends(
        self, words: Sequence[str], start: int, barred: Container[int]
    ) -> Iterator[tuple[int, Meaning]]:
        """The ends of phrases that begin at `start`.

        No place is reached twice by the same way, so the work is bounded by the
        longest phrase.
        """
        reached = [(node, start + 1) for node in self._first(words[start])]
        known = {(id(node), at) for node, at in reached}
        while reached:
            node, at = reached.pop()
            if node.meanings:
                yield at, node.meanings[0]
            for place in _onwards(node, words, at, barred):
                if (id(place[0]), place[1]) not in known:
                    known.add((id(place[0]), place[1]))
                    reached.append(place)

    def _first(self, word: str) -> tuple[_Node[Meaning], ...]:
        """Where `word` leads from the beginning of all phrases; remembered for common words."""
        begun = self._begun.get(word)
        if begun is None:
            begun = tuple(self._root.after(word)) or tuple(self._ends_of_compound(word))
            if len(self._begun) < _REMEMBERED:
                self._begun[word] = begun
        return begun

    def _ends_of_compound(self, word: str) -> "Iterator[_Node[Meaning]]":
        """Where the last part of a long word leads: “Ticketverkäufe” to “verkäufe”."""
        if not self._in_compounds or len(word) < _SHORTEST_COMPOUND:
            return
        for at in range(3, len(word) - _SHORTEST_PART + 1):
            for length in self._root.lengths:
                stem = word[at : at + length]
                if length >= _SHORTEST_PART and (node := self._root.prefixes.get(stem)):
                    yield node
                    return

    def _add(self, spelled: tuple[str, ...], meaning: Meaning) -> None:
        node = self._root
        for word in spelled:
            if word == "~":
                node.gap = node.gap or _Node()
                node = node.gap
            elif word.endswith("*"):
                prefix = word[:-1]
                if len(prefix) not in node.lengths:
                    node.lengths.append(len(prefix))
                node = node.prefixes.setdefault(prefix, _Node())
            else:
                node = node.words.setdefault(word, _Node())
        if meaning not in node.meanings:
            node.meanings.append(meaning)


def _onwards(
    node: _Node[Meaning], words: Sequence[str], at: int, barred: Container[int]
) -> Iterator[tuple[_Node[Meaning], int]]:
    if at < len(words) and at not in barred:
        for after in node.after(words[at]):
            yield after, at + 1
    if node.gap:
        for skipped in range(at, min(at + _WIDEST_GAP + 1, len(words))):
            for after in node.gap.after(words[skipped]):
                yield after, skipped + 1
            if skipped > at and skipped in barred:
                break


def phrases(listed: str) -> list[str]:
    """The phrases of a list that commas and line breaks separate; `/` goes on in the next line."""
    listed = _GOES_ON.sub("/", listed)
    return [one for line in listed.split("\n") for one in map(str.strip, line.split(",")) if one]


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that white space separates."""
    return frozenset(listed.split())


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to write a phrase, without its `/` and `?`."""
    choices = [
        [*word.rstrip("?").split("/"), *([""] if word.endswith("?") else [])]
        for word in phrase.casefold().split()
    ]
    for choice in product(*choices):
        yield tuple(word for word in choice if word)
