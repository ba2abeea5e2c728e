"""Fills frames, sentences with gaps, with the words of a group."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from moderation.classifiers.corpora.synthetic.phrases import lines

_EVERY_KIND = "any"
_SEVERAL_KINDS = {"origin": frozenset({"race", "nation", "religion"})}
_ARTICLE = "{a}"
# Vowels that are spoken as consonants, and letters whose names begin with a vowel
_CONSONANT = re.compile(r"eu|u(?:k|ni|y)|one", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiou]|HIV|LGBT", re.IGNORECASE)


def fields(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the fields, `one | two`, of each phrase of a list."""
    return tuple(tuple(part.strip() for part in line.split(" | ")) for line in lines(name))


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence with gaps, and the kinds of words that it makes sense with."""

    text: str
    kinds: frozenset[str]

    @property
    def is_general(self) -> bool:
        return _EVERY_KIND in self.kinds

    def fits(self, kinds: Iterable[str]) -> bool:
        """Tell whether words of these kinds make sense in it."""
        return self.is_general or not self.kinds.isdisjoint(kinds)


def frames(name: str) -> tuple[Frame, ...]:
    """Return the frames of a list, each `kinds | text`, with its kinds separated by spaces."""
    return tuple(Frame(text, _kinds(scope)) for scope, text in fields(name))


def _kinds(scope: str) -> frozenset[str]:
    return frozenset().union(*(_SEVERAL_KINDS.get(kind, {kind}) for kind in scope.split()))


def fill(text: str, words: Mapping[str, str]) -> str:
    """Fill the gaps of a frame; `{a}` becomes the article of the word behind it.

    A sentence that ends like one begins with a capital letter.
    """
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    while _ARTICLE in text:
        before, after = text.split(_ARTICLE, 1)
        text = f"{before}{_article(after)}{after}"
    return text[:1].upper() + text[1:] if text.endswith((".", "?", "!")) else text


def _article(rest: str) -> str:
    following = rest.lstrip(" “\"'")
    spoken = _VOWEL.match(following) and not _CONSONANT.match(following)
    return "an" if spoken else "a"


class Deck:
    """Deals frames so that all of them are used about equally often."""

    def __init__(self, cards: Sequence[Frame], random: Random) -> None:
        self._cards = cards
        self._random = random
        self._uses: Counter[Frame] = Counter()

    def deal(self, kinds: frozenset[str], number: int) -> list[Frame]:
        """Return different frames for words of these kinds, up to half of them made for the kinds.

        There are fewer than `number` if fewer fit.
        """
        fitting = [frame for frame in self._cards if frame.fits(kinds)]
        special = self._rarest((f for f in fitting if not f.is_general), number // 2)
        general = self._rarest((f for f in fitting if f.is_general), number - len(special))
        self._uses.update(special + general)
        return special + general

    def _rarest(self, cards: Iterable[Frame], number: int) -> list[Frame]:
        shuffled = sorted(cards, key=lambda frame: (self._uses[frame], self._random.random()))
        return shuffled[:number]
