"""Finds listed phrases in a sequence of words.

A phrase is written as its words: `insult*` is any word that begins so, `a/b`
is either, `word?` may be missing, and `~` stands for up to three words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")
_WIDEST_GAP = 3


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
    """Phrases and what they mean."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._root: _Node[Meaning] = _Node()
        for phrase, meaning in phrases:
            for spelled in _spellings(phrase):
                self._add(spelled, meaning)

    def at(self, words: Sequence[str], start: int) -> list[Found[Meaning]]:
        """The longest phrases that begin at `start`; several if they mean different things."""
        ends = self._ends(self._root, words, start)
        best = max(ends, default=0)
        return [Found(start, best, meaning) for meaning in ends.get(best, [])]

    def _ends(
        self, root: _Node[Meaning], words: Sequence[str], start: int
    ) -> dict[int, list[Meaning]]:
        ends: dict[int, list[Meaning]] = {}
        reached = [(root, start)]
        while reached:
            node, at = reached.pop()
            if node.meanings:
                ends.setdefault(at, []).extend(
                    meaning for meaning in node.meanings if meaning not in ends.get(at, [])
                )
            if at < len(words):
                reached += [(after, at + 1) for after in node.after(words[at])]
            if node.gap:
                widest = min(at + _WIDEST_GAP, len(words))
                reached += [(node.gap, skipped) for skipped in range(at, widest + 1)]
        return ends

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


def phrases(listed: str) -> list[str]:
    """The phrases of a list that commas and line breaks separate."""
    return [one for line in listed.split("\n") for one in map(str.strip, line.split(",")) if one]


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to write a phrase, without its `/` and `?`."""
    choices = [
        [*word.rstrip("?").split("/"), *([""] if word.endswith("?") else [])]
        for word in phrase.casefold().split()
    ]
    for choice in product(*choices):
        yield tuple(word for word in choice if word)
