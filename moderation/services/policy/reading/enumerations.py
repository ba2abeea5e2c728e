"""Splits a sentence that is a list: behind a colon, or of clauses that begin alike."""

import re
from collections.abc import Sequence
from itertools import pairwise

from moderation.services.policy.reading.blocks import Offsets
from moderation.services.policy.reading.frames import open_stance
from moderation.services.policy.reading.stance import Stance
from moderation.services.policy.reading.words import words

_LEAST_SEPARATORS = 2
_MOST_SCANNED = 2_000  # characters of a sentence
_CLAUSE = re.compile(
    r"(?:(?<=[,;]\s)|(?<=[,;]\sor\s)|(?<=[,;]\sand\s)|(?<=\sor\s)|(?<=\soder\s)|(?<=\sund\s))"
    r"(that|which|who|if|die|wenn)\s"
)
_NUMBER = re.compile(r"(?<!\w)\(?([ivx]{1,4}|[a-k]|\d{1,2})\)\s")
_SECONDS = {"i": "ii", "a": "b", "1": "2"}
_FIRST = {word: re.compile(rf"\b{word}\s") for word in ("that", "which", "who", "if")}


def inline_list(plain: str, spans: Sequence[Offsets]) -> list[list[Offsets]]:
    """An introduction and the items of a sentence; empty if it is no list.

    Semicolons part them behind a colon, or commas where the introduction forbids ("Not here:
    insults, links, bets"), or clauses ("comments that insult, that threaten or that swear").
    """
    start, end = spans[0][0], spans[-1][1]
    edges = _numbered(plain, spans)
    if not edges:
        cuts = _behind_colon(plain, spans) or _alike(plain, spans)
        edges = list(pairwise([start, *cuts, end])) if cuts else []
    return [_within(spans, begin, stop) for begin, stop in edges if begin < stop]


def _numbered(plain: str, spans: Sequence[Offsets]) -> list[Offsets]:
    """The introduction and the items of "… that it (i) …; (ii) …", without their numbers."""
    start, end = spans[0][0], spans[-1][1]
    numbers = [one for one in _NUMBER.finditer(plain, start, end) if one.start() > start]
    while len(numbers) >= _LEAST_SEPARATORS:
        if _SECONDS.get(numbers[0][1]) == numbers[1][1]:
            begun = [start, *(one.end() for one in numbers)]
            ended = [*(one.start() for one in numbers), end]
            return list(zip(begun, ended, strict=True))
        del numbers[0]
    return []


def _behind_colon(plain: str, spans: Sequence[Offsets]) -> list[int]:
    """Where the items behind a colon begin."""
    start, end = spans[0][0], spans[-1][1]
    colon = plain.find(":", start, end)
    if colon < 0:
        return []
    sign = ";" if plain.count(";", colon, end) >= _LEAST_SEPARATORS else ","
    if plain.count(sign, colon, end) < _LEAST_SEPARATORS:
        return []
    if sign == "," and not _forbids(plain, spans, colon + 1):
        return []
    cuts = [colon + 1]
    while (at := plain.find(sign, cuts[-1], end)) >= 0:
        cuts.append(at + 1)
    return cuts


def _alike(plain: str, spans: Sequence[Offsets]) -> list[int]:
    """Where clauses begin of which each opens with the same word, in a sentence that forbids."""
    start, end = spans[0][0], spans[-1][1]
    if end - start > _MOST_SCANNED:
        return []
    found = list(_CLAUSE.finditer(plain, start, end))
    for word in dict.fromkeys(one[1] for one in found):
        cuts = [one.end(1) for one in found if one[1] == word]
        opening = _FIRST[word].search(plain, start, cuts[0]) if word in _FIRST else None
        if opening and opening.end() - 1 < cuts[0]:
            cuts.insert(0, opening.end() - 1)
        opens = plain[start : cuts[0]].count(" ") <= 1  # "Those that …, that …", in an answer
        if len(cuts) >= _LEAST_SEPARATORS and (opens or _forbids(plain, spans, cuts[0])):
            return cuts
    return []


def _forbids(plain: str, spans: Sequence[Offsets], end: int) -> bool:
    head = words(plain, _within(spans, spans[0][0], end))
    return open_stance(head) is Stance.FORBIDS


def _within(spans: Sequence[Offsets], start: int, end: int) -> list[Offsets]:
    cut = ((max(begin, start), min(stop, end)) for begin, stop in spans)
    return [(begin, stop) for begin, stop in cut if begin < stop]
