"""Reads a folded text as a sequence of listed words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from moderation.matching.deobfuscation import Reading, Vocabulary, in_chunk, pulled_apart
from moderation.matching.lookalikes import is_alike
from moderation.matching.spelling import SEPARATORS, SHORTEST, SIGNS
from moderation.matching.tokens import UNSPACED

_CHUNK = re.compile(r"\S+")
_AROUND_A_LETTER = SEPARATORS.replace("|", "").replace("+", "") + ",;:'\"()"
_UNIT_SIGNS = frozenset("".join(SIGNS.values()))
_LONGEST_REMEMBERED = 40
_REMEMBERED = 20_000
_LONGEST_UNIT = 4
# A chunk without any listed word
_UNLISTED = Reading(0, 0, ())

Readings = list[Reading]


class Reader:
    """Reads texts with the words of one list; caches the readings of chunks."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._remembered: dict[str, tuple[Readings, Readings]] = {}

    def read(self, folded: str) -> tuple[Readings, Readings]:
        """Return the readings of the text as it is written, and with obfuscation undone."""
        plain: Readings = []
        disguised: Readings = []
        alone: Readings = []
        before_alone = 0
        alike = not folded.isascii() and is_alike(folded)
        for match in _CHUNK.finditer(folded):
            chunk = match[0]
            unit = _unit(chunk) if len(chunk) <= _LONGEST_UNIT else None
            if unit is None and alone:
                self._pull_together(alone, disguised, before_alone)
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
        self._pull_together(alone, disguised, before_alone)
        return plain, disguised

    def _chunk(self, chunk: str, alike: bool) -> tuple[Readings, Readings]:
        """Return the readings of a chunk; none if it has no listed word."""
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

    def _pull_together(self, alone: Readings, readings: Readings, place: int) -> None:
        """Read letters that stand alone, and put the words they spell into `readings[place:]`."""
        if len(alone) < SHORTEST and not _are_syllables(alone):
            return
        if pulled := list(self._pulled_apart(alone)):
            covered = {spot for own in pulled for spot in range(own.start, own.end)}
            rest = [own for own in readings[place:] if own.start not in covered]
            readings[place:] = sorted([*rest, *pulled])

    def _pulled_apart(self, alone: Readings) -> Iterator[Reading]:
        """Yield the words; wider gaps between letters may part them."""
        rows = [alone]
        if not any(pulled_apart(_letters(alone), self._vocabulary)):
            rows = list(_parted(alone))
        for row in rows:
            for first, last, words in pulled_apart(_letters(row), self._vocabulary):
                yield Reading(row[first].start, row[last - 1].end, words)


def _unit(chunk: str) -> str | None:
    """The letter that a chunk is, nothing for punctuation, None for anything longer."""
    letter = chunk.strip(_AROUND_A_LETTER)
    if not letter or (len(letter) == 1 and (letter.isalpha() or letter in _UNIT_SIGNS)):
        return letter
    return None


def _letters(row: Sequence[Reading]) -> str:
    return "".join(unit.words[0] for unit in row)


def _parted(row: Readings) -> Iterator[Readings]:
    """Part letters that stand alone where the gap between them is wider than the narrowest."""
    gaps = [b.start - a.end for a, b in pairwise(row)]
    narrowest = min(gaps)
    wide = [n for n, gap in enumerate(gaps, start=1) if gap > narrowest]
    for first, last in pairwise([0, *wide, len(row)]):
        part = row[first:last]
        if len(part) >= SHORTEST or _are_syllables(part):
            yield part


def _are_syllables(row: Readings) -> bool:
    """Tell whether a word may be two signs that stand alone, each of them more than a letter."""
    return len(row) > 1 and all(UNSPACED.match(unit.words[0]) for unit in row)


def _moved(readings: Readings, start: int, end: int) -> Readings:
    """The readings of a chunk at their place in the text."""
    if not readings:
        return [Reading(start, end, ())]
    return [Reading(start + a, start + b, words, kind) for a, b, words, kind in readings]
