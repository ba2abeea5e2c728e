"""The entries of word lists: validation, and the forms that are searched for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from moderation.classifiers.normalization.normalizer import REORDERING
from moderation.matching.folding import bare, fold
from moderation.matching.problems import Fault, Problem, shortened
from moderation.matching.tokens import Token, tokens

LONGEST = 100
MOST = 10_000
_PATTERN_SIGNS = set("*?\\^|[]{}")
_SENTENCE_MARKS = set(".,;:!?…·-–—_'’‘\"“”„«»*/~ ")
_GAP = re.compile(r"[\s'’-]{1,3}")
_SHORTEST_PLURAL = 3
_ADDS_ES = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"
_PLAIN_WORD = re.compile("[a-z]+")
_GREEK = re.compile("[\u0370-\u03ff]")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TURKISH = re.compile("[ŞĞşğıİ]")


class Form(Enum):
    """How a match differs from the entry as written."""

    AS_WRITTEN = auto()
    PLURAL = auto()
    TOGETHER = auto()
    CAPITALS = auto()
    SPELT_OUT = auto()


@dataclass(frozen=True, slots=True)
class Looked:
    """Words in a row that stand for an entry."""

    entry: str
    words: tuple[str, ...]
    form: Form
    singular: str = ""


def lines(listed: str) -> list[str]:
    """The entries of a list as it is written, one a line."""
    return [entry for line in listed.splitlines() if (entry := " ".join(line.split()))]


def problems(listed: str) -> list[Problem]:
    """Why entries of a list cannot be looked for."""
    entries = lines(listed)
    if len(entries) > MOST:
        return [Problem(Fault.TOO_MANY_ENTRIES, number=len(entries), most=MOST)]
    return [found for entry in entries if (found := problem(entry))]


def problem(entry: str) -> Problem | None:
    """Why `entry` cannot be looked for, or None."""
    if found := _fault(entry):
        fault, detail = found
        return Problem(fault, shortened(entry, LONGEST), detail, most=LONGEST)
    return None


def _fault(entry: str) -> tuple[Fault, str] | None:
    folded = in_folded_form(entry)
    signs = set(folded)
    has_letters = any(sign.isalnum() for sign in folded)
    if len(entry) > LONGEST or len(folded) > LONGEST:
        return Fault.TOO_LONG, ""
    if not folded or REORDERING.search(entry):
        return Fault.UNSEEN, ""
    if has_letters and not any(sign.isalnum() for sign in entry):
        return Fault.READ_OTHERWISE, folded
    if signs <= _SENTENCE_MARKS or (len(folded) == 1 and not has_letters and folded.isascii()):
        return Fault.PUNCTUATION, ""
    return _fault_of_words(folded) if has_letters else None


def _fault_of_words(folded: str) -> tuple[Fault, str] | None:
    if sign := next((sign for sign in folded if sign in _PATTERN_SIGNS), ""):
        return Fault.PATTERN_SIGN, sign
    if set(folded) & set(",;"):
        return Fault.SEVERAL_WORDS, ""
    return None


def in_folded_form(entry: str) -> str:
    """Return an entry as it stands in folded texts."""
    return " ".join(fold(entry).text.split())


def words(entry: str) -> list[Token]:
    """The words of a folded entry; none where it has signs that are a part of it."""
    found = list(tokens(entry))
    if not found or found[0].start or found[-1].end < len(entry):
        return []
    gaps = (entry[a.end : b.start] for a, b in pairwise(found))
    return found if all(not gap or _GAP.fullmatch(gap) for gap in gaps) else []


def forms(entry: str) -> Iterator[Looked]:
    """Yield what stands for an entry of words; nothing for one that has to be found literally."""
    spellings = [entry]
    if "I" in entry and _TURKISH.search(entry):
        spellings.append(entry.replace("I", "ı"))
    for spelling in spellings:
        folded = in_folded_form(spelling)
        if found := words(folded):
            yield from _forms(entry, folded, found)


def _forms(entry: str, folded: str, found: list[Token]) -> Iterator[Looked]:
    row = tuple(_step(folded, found, place) for place in range(len(found)))
    yield Looked(entry, row, Form.AS_WRITTEN)
    if _GREEK.search(folded) and (plain := bare(folded)) != folded:
        plain_words = tuple(token.word for token in tokens(plain))
        yield Looked(entry, plain_words, Form.CAPITALS)
    if (spelt := folded.translate(_SPELT_OUT)) != folded:
        yield Looked(entry, tuple(token.word for token in tokens(spelt)), Form.SPELT_OUT)
    for plural in _plurals(row[-1]):
        yield Looked(entry, (*row[:-1], plural), Form.PLURAL, row[-1])
    if len(row) > 1 and all(token.kind.spaced for token in found):
        yield Looked(entry, ("".join(row).replace("'", ""),), Form.TOGETHER)


def _step(folded: str, found: list[Token], place: int) -> str:
    """The word at `place`, marked where it is written apart though its script has no spaces."""
    token = found[place]
    before = found[place - 1] if place else None
    apart = before and not (before.kind.spaced or token.kind.spaced)
    spaced = apart and before and " " in folded[before.end : token.start]
    return f" {token.word}" if spaced else token.word


def _plurals(word: str) -> Iterator[str]:
    if len(word) < _SHORTEST_PLURAL or not _PLAIN_WORD.fullmatch(word):
        return
    if word.endswith(_ADDS_ES):
        yield f"{word}es"
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield f"{word[:-1]}ies"
    else:
        yield f"{word}s"
        if word.endswith("o"):
            yield f"{word}es"
