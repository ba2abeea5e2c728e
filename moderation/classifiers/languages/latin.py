"""The language of a piece of text in Latin letters.

A language is named only where the letters and the small words agree on it: a name, a title or
a text that is transliterated has no small words of the language that it resembles.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from moderation.classifiers.languages import detector, english, small_words

ENGLISH, UNDETERMINED = "en", "und"
# Variants, by the language that they count as
_ALIASES = {"nb": "no", "nn": "no", "bs": "hr"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*+")
_QUOTED = re.compile(r"""["“”„«»]([^"“”„«»]++)["“”„«»]|(?<!\w)['‘]([^'‘’]++)['’](?!\w)""")
_DOTTED = re.compile(r"\w[.]\w")
# Phonetic signs, small capitals, and letters of other scripts in disguised words
_ORNAMENTS = re.compile("[\u0250-\u0258\u025a-\u1dff\u1f00-\U0010ffff]")
# How much likelier than English the other language must be, by the number of signs of it.
_MARGINS = {1: 8.0, 2: 7.0, 3: 6.0}
_TITLE = 6
_FEWEST_LETTERS = 6
# A run of words that are not English, inside a sentence that is, needs more.
_RUN, _RUN_SIGNS, _RUN_MARGIN = 4, 2, 20.0
# Languages that need no sign where so many words are that much likelier for each word
_OF_EUROPE = """
    ca cs da de es et fi fr hr hu it lt lv nl no pl pt ro sk sl sv tr
"""
_WITHOUT_SIGNS = frozenset(_OF_EUROPE.split())
_MARGIN_OF_WORD, _LEAST_MARGIN = 7.0, 14.0
# What each word that only English has speaks against another language
_ENGLISH_WORD = 4.0
# What a small word speaks for its language
_SMALL_WORD = 3.0
# Letters that the spelling of these languages does not have
_NOT_IN = {language: re.compile("[qwxy]") for language in ("hr", "bs", "sr", "sl")}


class _Words:
    """The words of a piece as posted, and what can be counted of them."""

    def __init__(self, text: str) -> None:
        found = _WORD.findall(text)
        self.text = text
        self.posted = [word for word in found if not _ORNAMENTS.search(word)]

    @cached_property
    def all(self) -> set[str]:
        """The different words in small letters, without apostrophes."""
        return {_small(word) for word in self.posted}

    @cached_property
    def english_share(self) -> float:
        return len(self.all & english.known()) / len(self.all)

    @cached_property
    def only_english(self) -> int:
        return len(self.all & small_words.only_of_english())

    @cached_property
    def in_small_letters(self) -> set[str]:
        """The words that are no names, by their first letter; all of a text in capitals."""
        if self.text.isupper():
            return self.all
        return {_small(word) for word in self.posted if word[0].islower()}

    @cached_property
    def hits(self) -> Counter[str]:
        """How many small words it has of each language."""
        index = small_words.languages_of()
        return Counter(language for word in self.all for language in index.get(word, ()))

    @cached_property
    def special(self) -> set[str]:
        """Words in small letters with letters that English has only in foreign words."""
        return {
            word
            for word in self.in_small_letters
            if not word.isascii() and word not in english.known()
        }


def language_of(text: str) -> str:
    """The ISO 639-1 code of `text`'s language; UNDETERMINED where nobody can tell."""
    words = _Words(_without_quotations(_prose(text)))
    if len(words.all) < 2:
        return UNDETERMINED
    if words.english_share >= english.SHARE:
        return ENGLISH
    found = _detected(words)
    if found and len(_Words(small_words.loan_phrases().sub(" ", words.text)).all) < 2:
        return UNDETERMINED
    if not found and words.only_english and words.english_share >= 0.4:
        return ENGLISH
    return found or UNDETERMINED


def foreign_runs(text: str) -> list[tuple[int, int, str]]:
    """Runs of words of another language in an English sentence: start, end, code."""
    known, found = english.known(), []
    matches = list(_WORD.finditer(text))
    for is_known, group in groupby(matches, key=lambda match: _small(match[0]) in known):
        run = list(group)
        if is_known or len(run) < _RUN:
            continue
        start, end = run[0].start(), run[-1].end()
        words = _Words(_prose(text[start:end]))
        if len(words.all) < _RUN:
            continue
        if language := _detected(words, signs=_RUN_SIGNS, margin=_RUN_MARGIN):
            found.append((start, end, language))
    return found


def _small(word: str) -> str:
    return word.replace("'", "").replace("’", "").lower()


def _prose(text: str) -> str:
    """Leave out addresses, mentions, tags and markup."""
    return " ".join(chunk for chunk in text.split() if not _is_address(chunk))


def _is_address(chunk: str) -> bool:
    if chunk.isalpha():
        return False
    return (
        chunk.startswith(("@", "#", "www."))
        or "@" in chunk
        or sum(map(chunk.count, ":=/_")) > 1
        or _DOTTED.search(chunk) is not None
    )


def _without_quotations(text: str) -> str:
    """Leave short quotations out of a sentence that says more than them."""
    left = _QUOTED.sub(_left_of, text)
    return left if len(_WORD.findall(left)) >= 2 else text


def _left_of(match: re.Match[str]) -> str:
    return " " if len(match[0].split()) <= _TITLE else match[0]


def _detected(words: _Words, *, signs: int = 1, margin: float = 0.0) -> str:
    """The language other than English that is certain enough; empty if there is none."""
    if not _may_be_foreign(words, signs):
        return ""
    likelihood = detector.likelihoods(words.text)
    best = _likeliest(likelihood, small_words.by_language(), words.hits)
    found = _signs(words, small_words.by_language()[best])
    if found < signs and not (signs == 1 and best in _WITHOUT_SIGNS):
        return ""
    if len(words.all & small_words.romanised()) > words.hits[best]:
        return ""
    if (letters := _NOT_IN.get(best)) and any(map(letters.search, words.in_small_letters)):
        return ""
    certain = likelihood[best] - likelihood[ENGLISH] - _ENGLISH_WORD * words.only_english
    needed = max(_LEAST_MARGIN, _MARGIN_OF_WORD * len(words.all))
    if found:
        needed = _MARGINS[min(found, 3)]
    return _ALIASES.get(best, best) if certain >= max(margin, needed) else ""


def _may_be_foreign(words: _Words, signs: int) -> bool:
    """Whether there are signs at all, or words that are neither names nor English."""
    if sum(map(len, words.all)) < _FEWEST_LETTERS:
        return False
    if words.hits or words.special:
        return True
    return signs == 1 and bool(words.in_small_letters - english.known())


def _likeliest(likelihood: dict[str, float], languages: Iterable[str], hits: Counter[str]) -> str:
    return max(languages, key=lambda name: likelihood.get(name, -1e9) + _SMALL_WORD * hits[name])


def _signs(words: _Words, small: frozenset[str]) -> int:
    """How many things speak for a language: its small words, and letters that English lacks.

    Particles of names count once, if other words in small letters stand beside them.
    """
    own = words.all & small
    telling = own - small_words.PARTICLES
    found = len(telling) + min(len(words.special - own), 2)
    others = words.in_small_letters - small_words.PARTICLES - telling
    return found + (len(own) > len(telling) and len(others) >= 2)
