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
_FIRST = {word: re.compile(rf"\b{word}\s") for word in ("that", "which", "who", "if")}


def inline_list(plain: str, spans: Sequence[Offsets]) -> list[list[Offsets]]:
    """An introduction and the items of a sentence; empty if it is no list.

    Semicolons part them behind a colon, or commas where the introduction forbids ("Not here:
    insults, links, bets"), or clauses ("comments that insult, that threaten or that swear").
    """
    start, end = spans[0][0], spans[-1][1]
    cuts = _behind_colon(plain, spans) or _alike(plain, spans)
    edges = [(begin, stop) for begin, stop in pairwise([start, *cuts, end]) if begin < stop]
    return [_within(spans, *edge) for edge in edges] if cuts else []


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
