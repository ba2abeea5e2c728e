"""Prepares a display name for scoring.

A word that is not in the vocabulary is scored by its letters, and those of
`Dikshit` look bad; `Dick` is both a name and a bad word. Such words are blanked in
a name, at the same length, so that offsets stay valid.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from moderation.classifiers.stretches import blanked

_WORD = re.compile(r"[^\s\-_./,;:&+()\[\]{}'’\"“”„|~#]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"\d+$")
_RUN = re.compile(r"(.)\1\1")
_SHORTEST = 3

# No name contains one of these by chance: a word that does is abuse
_STEMS = re.compile("fuck|cunt|nigger|nigga|faggot|bitch|whore|asshole|wanker|twat")

_BESIDE_ABUSE = """
    a all am an and are at be big brain breath chaser cheese damn dirty dumb dumbass eat eater eats
    every face filthy for fucking fucker goddamn hairy hate hater hates head her his hole huge i in
    is it lick licker licks limp little love lover me my no not of off on our out pig rotten shit
    small smelly stinking stinky stupid suck sucker sucking sucks that the their them these they
    this those tiny to u ugly up us we with worthless you your
"""
# A word next to one of these is not read as a name
_COMPANY = frozenset(_BESIDE_ABUSE.split())


class _Word(NamedTuple):
    start: int
    end: int
    bare: str
    is_plain: bool


def as_read(name: str, *, knows: Callable[[str], bool], latin: Callable[[str], str]) -> str:
    """Return `name` with the words blanked that are not to be scored, at the same length.

    `knows` tells whether the classifier's vocabulary has a word, and `latin` returns
    the Latin letter that a character looks like.
    """
    written = _in_latin(name, knows, latin)
    words = list(_words(written))
    alone, beside = _namesakes()
    if any(not word.is_plain or word.bare in _COMPANY for word in words):
        names: frozenset[str] = frozenset()
    else:
        names = alone | beside if len(words) > 1 else alone
    left_out = (
        word
        for word in words
        if word.is_plain and (word.bare in names or _is_strange(word.bare, knows))
    )
    return blanked(written, left_out)


def _is_strange(word: str, knows: Callable[[str], bool]) -> bool:
    """Tell whether a word is not in the vocabulary and contains no word of abuse."""
    return len(word) >= _SHORTEST and not _is_meant(word, knows)


def _words(name: str) -> Iterator[_Word]:
    for match in _WORD.finditer(name):
        place = match.start()
        for part in _HUMP.split(match[0]):
            bare = _bare(_NUMBER.sub("", part))
            yield _Word(place, place + len(part), bare, _is_plain(bare))
            place += len(part)


def _bare(word: str) -> str:
    """Return a word in lower case, without accents."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _is_plain(bare: str) -> bool:
    """Tell whether a word is written without signs, in the letters of one script."""
    if bare.isascii():
        return bare.isalpha() and not _RUN.search(bare)
    if not all(unicodedata.category(character)[0] in "LM" for character in bare):
        return False
    latin = [unicodedata.name(c, "").startswith("LATIN") for c in bare]
    return all(latin) == any(latin) and not _RUN.search(bare)


def _in_latin(name: str, knows: Callable[[str], bool], latin: Callable[[str], str]) -> str:
    """Write words in Latin letters that consist of look-alikes of Latin letters."""
    if name.isascii():
        return name
    characters = list(name)
    for match in _WORD.finditer(name):
        alike = "".join(latin(character) for character in match[0])
        if len(alike) == len(match[0]) and alike.isascii() and _is_meant(alike.lower(), knows):
            characters[match.start() : match.end()] = alike
    return "".join(characters)


def _is_meant(word: str, knows: Callable[[str], bool]) -> bool:
    return knows(word) or _STEMS.search(word) is not None


@cache
def _namesakes() -> tuple[frozenset[str], frozenset[str]]:
    """Return names that are read as such alone, and those that need another name next to them."""
    table = (
        files("moderation.classifiers.normalization").joinpath("namesakes.txt").read_text("utf-8")
    )
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    alone = (word for line in lines if not line.startswith("+") for word in line.split())
    beside = (word for line in lines if line.startswith("+") for word in line[1:].split())
    return frozenset(alone), frozenset(beside)
