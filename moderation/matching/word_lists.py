"""Finds the entries of a word list in texts, in time that grows with the text alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from moderation.matching.deobfuscation import Reading, Vocabulary
from moderation.matching.entries import Form, Looked, forms, in_folded_form, lines
from moderation.matching.folding import Folded, fold
from moderation.matching.ordinary import is_ordinary
from moderation.matching.reading import Reader
from moderation.matching.spelling import SEPARATORS, SHORTEST

_MOST_BETWEEN_SIGNS = 3
_BETWEEN_SIGNS = frozenset(SEPARATORS + "'’")
_NEXT_SENTENCE = re.compile(r"[.!?][\"'”’)]{0,3}\s+[\"'“‘(]{0,3}([^\W\d_])")


class Found(NamedTuple):
    """Where an entry stands in a text as posted, in code points."""

    start: int
    end: int
    entry: str


@dataclass(slots=True)
class _Node:
    """What may follow, step by step, and the entries that end here."""

    following: "dict[str, _Node]" = field(default_factory=dict)
    looked: list[Looked] = field(default_factory=list)

    def add(self, looked: Looked) -> None:
        node = self
        for step in looked.words:
            node = node.following.setdefault(step, _Node())
        node.looked.append(looked)


class WordList:
    """A list of words and phrases, one a line, ready to be looked for."""

    def __init__(self, listed: str) -> None:
        self._words, self._literals = _Node(), _Node()
        for entry in lines(listed):
            own = list(forms(entry))
            for looked in own:
                self._words.add(looked)
            if not own and (literal := in_folded_form(entry)):
                self._literals.add(Looked(entry, tuple(literal), Form.AS_WRITTEN))
        vocabulary = Vocabulary(_steps(self._words))
        self._reader = Reader(vocabulary)
        self._has_dotless = any("ı" in word for word in vocabulary.words)

    def find(self, text: str) -> list[Found]:
        """Where each entry stands in `text`, as it is written or in disguise, in order."""
        found = self._find(text)
        if self._has_dotless and "I" in text:  # the capital of two letters
            found |= self._find(text.replace("I", "ı"))
        return sorted(found)

    def _find(self, text: str) -> set[Found]:
        folded = fold(text)
        found = set(self._found_literally(folded)) if self._literals.following else set()
        if self._words.following:
            as_they_stand, disguised = self._reader.read(folded.text)
            found.update(own for own, _ in self._found(text, folded, as_they_stand))
            if disguised != as_they_stand:
                found.update(
                    own
                    for own, looked in self._found(text, folded, disguised)
                    if not _is_too_short_to_disguise(looked)
                )
        return found

    def _found(
        self, text: str, folded: Folded, readings: list[Reading]
    ) -> Iterator[tuple[Found, Looked]]:
        for at, first in enumerate(readings):
            if not first.words:
                continue
            nodes, place = [self._words], at
            while nodes and place < len(readings):
                nodes = list(_next(nodes, folded.text, readings, place, is_first=place == at))
                place += 1
                for looked in (own for node in nodes for own in node.looked):
                    start, end = folded.origin(first.start, readings[place - 1].end)
                    if _stands(looked, text[start:end]):
                        yield Found(start, end, looked.entry), looked

    def _found_literally(self, folded: Folded) -> Iterator[Found]:
        text = folded.text
        for start in range(len(text)):
            node, place = self._literals, start
            while place < len(text):
                step = " " if text[place].isspace() else text[place]
                if step not in node.following:
                    break
                node, place = node.following[step], place + 1
                while step == " " and place < len(text) and text[place].isspace():
                    place += 1
                if node.looked and _is_apart(folded, start, place):
                    span = folded.origin(start, place)
                    yield from (Found(*span, looked.entry) for looked in node.looked)


@lru_cache(maxsize=256)
def word_list(listed: str) -> WordList:
    """The list that is written in `listed`; it is prepared once."""
    return WordList(listed)


def _steps(node: _Node) -> Iterator[str]:
    nodes = [node]
    while nodes:
        following = nodes.pop().following
        yield from (step.strip() for step in following)
        nodes += following.values()


def _next(
    nodes: list[_Node], folded: str, readings: list[Reading], place: int, *, is_first: bool
) -> Iterator[_Node]:
    """The nodes that follow with the words at `place`."""
    here = readings[place]
    steps = here.words if is_first else _steps_over_gap(folded, readings, place)
    for node in nodes:
        yield from (node.following[step] for step in steps if step in node.following)


def _steps_over_gap(folded: str, readings: list[Reading], place: int) -> Iterable[str]:
    """The words at `place`, marked after a gap that their script does without."""
    before, here = readings[place - 1], readings[place]
    if before.kind.spaced or here.kind.spaced:
        return here.words
    gap = folded[before.end : here.start]
    signs = "".join(gap.split())
    if len(signs) > _MOST_BETWEEN_SIGNS or not _BETWEEN_SIGNS.issuperset(signs):
        return ()
    apart = [f" {word}" for word in here.words]
    is_parted = len(gap) > len(signs)
    if is_parted and not (_is_alone(folded, before) and _is_alone(folded, here)):
        return apart
    return [*here.words, *apart]


def _is_alone(folded: str, sign: Reading) -> bool:
    around = folded[max(sign.start - 1, 0) : sign.start] + folded[sign.end : sign.end + 1]
    return not any(character.isalnum() for character in around)


def _stands(looked: Looked, posted: str) -> bool:
    """Tell whether what was found is no ordinary word that only looks like the entry."""
    if looked.form is Form.CAPITALS:
        return posted.isupper()
    if len(looked.words) > 1 and _is_of_two_sentences(posted):
        return False
    if looked.form in (Form.TOGETHER, Form.SPELT_OUT):
        return not is_ordinary(looked.words[0])
    if looked.form is Form.PLURAL:
        return is_ordinary(looked.singular) or not is_ordinary(looked.words[-1])
    return True


def _is_too_short_to_disguise(looked: Looked) -> bool:
    """Tell whether an entry has two letters: the words of phrases bear each other out."""
    word = looked.words[0]
    return len(looked.words) == 1 and len(word) < SHORTEST and word.isascii()


def _is_of_two_sentences(posted: str) -> bool:
    return not posted.isupper() and any(
        match[1].isupper() for match in _NEXT_SENTENCE.finditer(posted)
    )


def _is_apart(folded: Folded, start: int, end: int) -> bool:
    """Tell whether a literal entry is no part of a longer word or of a longer sign."""
    text = folded.text
    joined = any(
        text[place - 1].isalnum() and text[place].isalnum()
        for place in (start, end)
        if 0 < place < len(text)
    )
    return not (joined or folded.cuts(start) or folded.cuts(end))
