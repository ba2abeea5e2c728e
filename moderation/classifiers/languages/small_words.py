"""The small words of each language, and phrases that say nothing about one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from re import Pattern

from moderation.classifiers.languages import scripts

_ENGLISH = "en"
# Languages that share the small words of another one here.
_SHARING = {"sr": "hr"}
# Small words that stand in names of people, places and firms too, and laughter
_IN_NAMES = """
    a ah al ap av bin con d da das de degli dei del della den der des di do dos du e el en et ha hi
    i ibn il in la las le les lo los mac mc na of op os san santa te ten ter the til to u und van
    vom von y z zu zum zur
"""
PARTICLES = frozenset(_IN_NAMES.split())


@cache
def by_language() -> dict[str, frozenset[str]]:
    """The small words of languages in Latin script other than English, without apostrophes.

    Those that are English words too are left out, and so are single ASCII letters.
    """
    found = {
        language: frozenset(word for word in words if _tells(word))
        for language, words in _all().items()
        if language != _ENGLISH
    }
    return found | {language: found[other] for language, other in _SHARING.items()}


@cache
def languages_of() -> dict[str, list[str]]:
    """The languages that have a small word."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in by_language().items():
        for word in words:
            found[word].append(language)
    return dict(found)


@cache
def of_english() -> frozenset[str]:
    """The small words of English, without apostrophes."""
    return _all()[_ENGLISH]


@cache
def only_of_english() -> frozenset[str]:
    """The small words of English that no other language here has."""
    return of_english() - of_others()


@cache
def of_others() -> frozenset[str]:
    """Every small word of every other language."""
    return frozenset().union(*(words for name, words in _all().items() if name != _ENGLISH))


@cache
def romanised() -> frozenset[str]:
    """Small words of languages of other scripts, as they are typed in Latin letters."""
    return frozenset(word for line in _lines("romanised_words.txt") for word in line.split())


@cache
def loan_phrases() -> Pattern[str]:
    phrases = sorted(_lines("loan_phrases.txt"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


@cache
def _all() -> dict[str, frozenset[str]]:
    found = {}
    for line in _lines("function_words.txt"):
        language, _, words = line.partition(":")
        found[language] = frozenset(word.replace("'", "") for word in words.split())
    return found


def _tells(word: str) -> bool:
    return word not in _all()[_ENGLISH] and (len(word) > 1 or not word.isascii())


def _lines(name: str) -> Iterator[str]:
    path = files(scripts.__package__).joinpath(name)
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
