"""Finds the entries of a word list in texts, in time that grows with the text alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from moderation.matching.disguises import Reading, Vocabulary, in_chunk, pulled_apart
from moderation.matching.entries import Form, Looked, forms, lines
from moderation.matching.folding import Folded, fold
from moderation.matching.lookalikes import is_alike
from moderation.matching.ordinary import is_ordinary
from moderation.matching.spelling import SEPARATORS, SHORTEST, SIGNS
from moderation.matching.tokens import UNSPACED

_CHUNK = re.compile(r"\S+")
_AROUND_A_LETTER = SEPARATORS.replace("|", "").replace("+", "") + ",;:'\"()"
_UNIT_SIGNS = frozenset("".join(SIGNS.values()))
_LONGEST_REMEMBERED = 40
_REMEMBERED = 20_000
_MOST_BETWEEN_SIGNS = 2
_LONGEST_UNIT = 4
_UNLISTED = Reading(0, 0, ())
"""Stands for all words between two others that no entry has."""


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
            if not own and (literal := fold(entry).text):
                self._literals.add(Looked(entry, tuple(literal), Form.AS_WRITTEN))
        self._vocabulary = Vocabulary(_steps(self._words))
        self._has_dotless = any("ı" in word for word in self._vocabulary.words)
        self._remembered: dict[str, tuple[list[Reading], list[Reading]]] = {}

    def find(self, text: str) -> list[Found]:
        """Where entries stand in `text`, as they are written or in disguise, in order."""
        found = self._find(text)
        if self._has_dotless and "I" in text:  # the capital of two letters
            found |= self._find(text.replace("I", "ı"))
        return sorted(found, key=lambda own: (own.start, -own.end, own.entry))

    def _find(self, text: str) -> set[Found]:
        folded = fold(text)
        found = set(self._found_literally(folded)) if self._literals.following else set()
        if self._words.following:
            as_they_stand, disguised = self._readings(folded.text)
            found.update(self._found(text, folded, as_they_stand))
            if disguised != as_they_stand:
                found.update(self._found(text, folded, disguised))
        return found

    def _readings(self, folded: str) -> tuple[list[Reading], list[Reading]]:
        """The words of a folded text as they stand, and as they read through disguises."""
        plain: list[Reading] = []
        disguised: list[Reading] = []
        alone: list[Reading] = []
        before_alone = 0
        alike = not folded.isascii() and is_alike(folded)
        for match in _CHUNK.finditer(folded):
            chunk = match[0]
            unit = _unit(chunk) if len(chunk) <= _LONGEST_UNIT else None
            if unit is None and alone:
                self._pull_together(folded, alone, disguised, before_alone)
                alone = []
            as_it_stands, read = self._chunk(chunk, alike)
            if unit is None and not read and not as_it_stands:
                plain.append(_UNLISTED)
                disguised.append(_UNLISTED)
                continue
            start, end = match.span()
            if unit:
                before_alone = before_alone if alone else len(disguised)
                alone.append(Reading(start, end, (unit,)))
            plain += _moved(as_it_stands, start, end)
            disguised += _moved(read, start, end)
        self._pull_together(folded, alone, disguised, before_alone)
        return plain, disguised

    def _chunk(self, chunk: str, alike: bool) -> tuple[list[Reading], list[Reading]]:
        """The readings of what stands between two spaces; none where no word is listed."""
        known = self._remembered.get(chunk)
        if known and not alike:
            return known
        readings = in_chunk(chunk, self._vocabulary, text_is_alike=alike)
        plain, disguised = (own if any(r.words for r in own) else [] for own in readings)
        if len(chunk) <= _LONGEST_REMEMBERED and not alike:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[chunk] = plain, disguised
        return plain, disguised

    def _pull_together(
        self, folded: str, alone: list[Reading], readings: list[Reading], place: int
    ) -> None:
        """Read letters that stand alone, and put the words they spell into `readings[place:]`."""
        if len(alone) < SHORTEST and not _are_syllables(alone):
            return
        if pulled := list(self._pulled_apart(alone)):
            covered = {spot for own in pulled for spot in range(own.start, own.end)}
            rest = [own for own in readings[place:] if own.start not in covered]
            readings[place:] = sorted([*rest, *pulled])

    def _pulled_apart(self, alone: list[Reading]) -> Iterator[Reading]:
        """Yield the words; wider gaps between letters may part them."""
        rows = [alone]
        if not any(pulled_apart(_units(alone), self._vocabulary)):
            rows = list(_parted(alone))
        for row in rows:
            for first, last, words in pulled_apart(_units(row), self._vocabulary):
                yield Reading(row[first].start, row[last - 1].end, words)

    def _found(self, text: str, folded: Folded, readings: list[Reading]) -> Iterator[Found]:
        for at, first in enumerate(readings):
            if not first.words:
                continue
            longest: tuple[int, Looked] | None = None
            nodes, place = [self._words], at
            while nodes and place < len(readings):
                nodes = list(_next(nodes, folded.text, readings, place, is_first=place == at))
                place += 1
                for looked in (own for node in nodes for own in node.looked):
                    span = folded.origin(first.start, readings[place - 1].end)
                    if _stands(looked, text[slice(*span)]):
                        longest = place, looked
            if longest:
                start, end = folded.origin(first.start, readings[longest[0] - 1].end)
                yield Found(start, end, longest[1].entry)

    def _found_literally(self, folded: Folded) -> Iterator[Found]:
        text, place = folded.text, 0
        while place < len(text):
            end, looked = self._literal_at(folded, place)
            if looked:
                yield Found(*folded.origin(place, end), looked.entry)
            place = max(end, place + 1)

    def _literal_at(self, folded: Folded, start: int) -> tuple[int, Looked | None]:
        """The longest entry that is written at `start`, and where it ends."""
        text, node, place = folded.text, self._literals, start
        longest: tuple[int, Looked | None] = start, None
        while place < len(text):
            step = " " if text[place].isspace() else text[place]
            if step not in node.following:
                break
            node, place = node.following[step], place + 1
            while step == " " and place < len(text) and text[place].isspace():
                place += 1
            if node.looked and _is_apart(folded, start, place):
                longest = place, node.looked[0]
        return longest


@lru_cache(maxsize=64)
def word_list(listed: str) -> WordList:
    """The list that is written in `listed`; it is prepared once."""
    return WordList(listed)


def _steps(node: _Node) -> Iterator[str]:
    nodes = [node]
    while nodes:
        following = nodes.pop().following
        yield from (step.strip() for step in following)
        nodes += following.values()


def _unit(chunk: str) -> str | None:
    """The letter that a chunk is, nothing for punctuation, None for anything longer."""
    letter = chunk.strip(_AROUND_A_LETTER)
    if not letter or (len(letter) == 1 and (letter.isalpha() or letter in _UNIT_SIGNS)):
        return letter
    return None


def _units(row: Sequence[Reading]) -> str:
    return "".join(unit.words[0] for unit in row)


def _parted(row: list[Reading]) -> Iterator[list[Reading]]:
    """Part letters that stand alone where the gap between them is wider than the narrowest."""
    gaps = [b.start - a.end for a, b in pairwise(row)]
    narrowest = min(gaps)
    wide = [n for n, gap in enumerate(gaps, start=1) if gap > narrowest]
    for first, last in pairwise([0, *wide, len(row)]):
        part = row[first:last]
        if len(part) >= SHORTEST or _are_syllables(part):
            yield part


def _are_syllables(row: list[Reading]) -> bool:
    """Tell whether a word may be two signs that stand alone, each of them more than a letter."""
    return len(row) > 1 and all(UNSPACED.match(unit.words[0]) for unit in row)


def _moved(readings: list[Reading], start: int, end: int) -> list[Reading]:
    """The readings of a chunk at their place in the text."""
    if not readings:
        return [Reading(start, end, ())]
    return [Reading(start + a, start + b, words, kind) for a, b, words, kind in readings]


def _next(
    nodes: list[_Node], folded: str, readings: list[Reading], place: int, *, is_first: bool
) -> Iterator[_Node]:
    """The nodes that follow with the words at `place`."""
    here = readings[place]
    steps = here.words if is_first else _steps_over_gap(folded, readings, place)
    for node in nodes:
        yield from (node.following[step] for step in steps if step in node.following)


def _steps_over_gap(folded: str, readings: list[Reading], place: int) -> Iterable[str]:
    """The words at `place`, marked where a gap stands before them that their script does without."""
    before, here = readings[place - 1], readings[place]
    if before.kind.spaced or here.kind.spaced:
        return here.words
    gap = folded[before.end : here.start]
    apart = [f" {word}" for word in here.words]
    if not gap:
        return [*here.words, *apart]
    if not gap.isspace():
        is_short = len(gap) <= _MOST_BETWEEN_SIGNS and set(gap) <= set(SEPARATORS)
        return here.words if is_short else ()
    alone = _is_alone(folded, before) and _is_alone(folded, here)
    return [*here.words, *apart] if alone else apart


def _is_alone(folded: str, sign: Reading) -> bool:
    around = folded[max(sign.start - 1, 0) : sign.start] + folded[sign.end : sign.end + 1]
    return not any(character.isalnum() for character in around)


def _stands(looked: Looked, posted: str) -> bool:
    """Tell whether what was found is no ordinary word that only looks like the entry."""
    if looked.form is Form.CAPITALS:
        return posted.isupper()
    if looked.form is Form.TOGETHER:
        return not is_ordinary(looked.words[0])
    if looked.form is Form.PLURAL:
        return is_ordinary(looked.singular) or not is_ordinary(looked.words[-1])
    # The words of phrases bear each other out; one of two letters alone could be anything.
    alone = len(looked.words) == 1 and len(looked.words[0]) < SHORTEST
    return not alone or len(posted) <= 2 or not posted.isascii()


def _is_apart(folded: Folded, start: int, end: int) -> bool:
    """Tell whether a literal entry is no part of a longer word or of a longer sign."""
    text = folded.text
    ends = (start - 1, start), (end - 1, end)
    joined = any(
        0 <= a and b < len(text) and text[a].isalnum() and text[b].isalnum() for a, b in ends
    )
    return not (joined or folded.cuts(start) or folded.cuts(end))
