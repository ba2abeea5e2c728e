"""Tells whether letters, digits and signs spell a word, as in `pr1ck`, `a$$` and `f.u.c.k`."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from moderation.matching.lookalikes import latin
from moderation.matching.ordinary import is_frequent, is_more_frequent, is_ordinary

# Shorter words match as written only, and obfuscated within phrases only
SHORTEST = 3
SHORTEST_OF_PHRASE = 2
SIGNS = {
    "a": "4@", "b": "8", "c": "¢©", "e": "3€", "g": "69", "i": "1!|¡", "l": "1!|£",
    "o": "0", "r": "®", "s": "5$", "t": "7+", "y": "¥", "z": "2",
}  # fmt: skip
SEPARATORS = "._~·•/*|+–—-"
_LETTER_OF = {sign: letter for letter, signs in SIGNS.items() for sign in signs}
_ALONE = str.maketrans(_LETTER_OF | {"1": "i", "!": "i", "|": "i"})
_READ = str.maketrans(_LETTER_OF | dict.fromkeys(SEPARATORS + "'’ ", "") | {"+": "t", "|": "i"})
_SEPARATED = re.compile(f"[{re.escape(SEPARATORS)}\\s]+")
_REPEATED = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{4,}")
# As in `1st`, `5am` and `80s`
_NUMBER = re.compile(r"\d+[^\W\d_]{1,2}")
_STRETCHED = 3
_SHORTEST_DOUBLED = 4
# Doubled, these make words that are not in frequency lists: `anus`, `annus`
_OFTEN_DOUBLED = "bcdfglmnprstz"
_FREQUENT = 20_000
_LIKELIER = 10_000


def key(spelling: str) -> str:
    """Return what a word has in common with its disguises, each run of a letter once."""
    letters = latin(spelling).translate(_READ).replace("l", "i")
    return _REPEATED.sub(r"\1", letters)


def letters_of(units: str) -> str:
    """Return letters and signs as letters, one for one."""
    return latin(units).translate(_ALONE)


def spells(spelling: str, word: str) -> bool:
    """Tell whether `spelling` is a disguise of `word`, which has the same key."""
    parts = [part for part in _SEPARATED.split(spelling) if part]
    if len(parts) > 1 and _are_ordinary(parts):
        return False
    # `+` and `|` part letters or stand for one: `f+u+c+k`, `shi+`.
    return _spells(spelling, word) or _spells("".join(parts), word)


def _spells(letters: str, word: str) -> bool:
    letters = _LONG_RUN.sub(r"\1\1\1\1", letters)
    if len(letters) > 5 * len(word) or not _is_legible(letters, len(word)):
        return False
    match = _pattern(word).fullmatch(letters)
    return match is not None and _may_be_stretched(word, [len(run) for run in match.groups()])


def _are_ordinary(parts: list[str]) -> bool:
    """Tell whether signs part ordinary words, as in `push-it` and `wet.It`."""
    return all(len(p) > 1 and is_frequent(p, _FREQUENT) for p in parts)


def _is_legible(letters: str, length: int) -> bool:
    """Tell whether enough of a word with signs is letters for it to stand for a word."""
    if _NUMBER.fullmatch(letters):
        return False
    digits = sum(character.isdigit() for character in letters)
    others = sum(character.isalpha() for character in letters)
    one_is_enough = not digits or length < SHORTEST
    return (others > 1 or (others == 1 and one_is_enough)) and digits <= others + 1


def _may_be_stretched(word: str, lengths: list[int]) -> bool:
    """Tell whether runs of letters of these lengths can only be `word`, pulled out.

    One more letter makes another word in many languages (`coon`, `con`), so
    that three are needed, or a word whose language is known.
    """
    runs = [(letter, len(list(run))) for letter, run in groupby(word)]
    longer = [
        (place, length)
        for place, ((_, own), length) in enumerate(zip(runs, lengths, strict=True))
        if length > own
    ]
    if not longer:
        return True
    doubled = [place for place, length in longer if length < _STRETCHED]
    if doubled and (len(word) < _SHORTEST_DOUBLED or not is_ordinary(word)):
        return False
    if any(place in (0, len(runs) - 1) or runs[place][0] in _OFTEN_DOUBLED for place in doubled):
        return False
    posted = "".join(letter * length for (letter, _), length in zip(runs, lengths, strict=True))
    return not is_ordinary(posted) and not any(
        other != word and (is_frequent(other, _LIKELIER) or is_more_frequent(other, word))
        for other in _with_double_letters(runs, lengths)
    )


def _with_double_letters(runs: list[tuple[str, int]], lengths: list[int]) -> Iterator[str]:
    """Yield what else may have been pulled out so: `good` as well as `god` makes `gooood`."""
    own = [length for _, length in runs]
    longer = [place for place, length in enumerate(lengths) if length > own[place] == 1]
    for places in (longer, *([place] for place in longer)):
        doubled = [2 if place in places else length for place, length in enumerate(own)]
        yield "".join(letter * n for (letter, _), n in zip(runs, doubled, strict=True))


@lru_cache(maxsize=8192)
def _pattern(word: str) -> re.Pattern[str]:
    """Return what spells `word`, each run of a letter at least as long as it is there."""
    runs = [(letter, len(list(run))) for letter, run in groupby(word)]
    return re.compile("".join(f"({_class(letter)}{{{length},}})" for letter, length in runs))


def _class(letter: str) -> str:
    alike = latin(letter)
    return f"[{re.escape(''.join({letter, alike, *SIGNS.get(alike, '')}))}]"
