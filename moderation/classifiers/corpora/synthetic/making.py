"""Makes sentences from lists of whole phrases and of frames, which have gaps for other phrases."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import Sentence

_GAP = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\{a\} (?=(\S+))")
_VOWEL = re.compile(r"[\W_]*(?!eu|u(?:k|ni|s[aeu])|one)(?:[aeiou]|hono|[fm]p\b)", re.IGNORECASE)
_ENDS = (".", "?", "!", "…")
# Fillings tried for each sentence before a list of frames counts as used up
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and how profane they are in [0, 1]."""

    text: str
    profanity: float = 0.0


def phrases(name: str) -> tuple[Phrase, ...]:
    """Return the phrases of a list; a line is `words` or `words | profanity`."""
    return tuple(map(_phrase, lines(name)))


def _phrase(line: str) -> Phrase:
    text, _, profanity = line.partition(" | ")
    return Phrase(text.strip(), float(profanity or 0))


class Deck:
    """Deals phrases in random order, each of them once before any is dealt again."""

    def __init__(self, cards: Sequence[Phrase], random: Random) -> None:
        self._cards = cards
        self._random = random
        self._left: list[Phrase] = []

    def deal(self) -> Phrase:
        if not self._left:
            self._left = self._random.sample(self._cards, len(self._cards))
        return self._left.pop()


class Maker:
    """Makes phrases from the lists of a family, `phrases/FAMILY_NAME.txt`."""

    def __init__(self, family: str, random: Random) -> None:
        self._family = family
        self._random = random
        self._decks: dict[str, Deck] = {}

    def whole(self, name: str) -> Iterator[Phrase]:
        """Yield the phrases of a list as they are."""
        yield from phrases(f"{self._family}_{name}")

    def framed(self, name: str, number: int) -> Iterator[Phrase]:
        """Yield `number` different fillings of the frames of a list, fewer if they are used up.

        `{noun}` is filled from the list FAMILY_noun, `{a}` with the article of the next word.
        """
        made: set[str] = set()
        for _ in range(_TRIES * number):
            phrase = self._fill(self._deal(name))
            if phrase.text not in made:
                made.add(phrase.text)
                yield phrase
            if len(made) == number:
                return

    def _deal(self, name: str) -> Phrase:
        if name not in self._decks:
            self._decks[name] = Deck(phrases(f"{self._family}_{name}"), self._random)
        return self._decks[name].deal()

    def _fill(self, frame: Phrase) -> Phrase:
        profanity = [frame.profanity]

        def word(gap: re.Match[str]) -> str:
            if gap[1] == "a":
                return gap[0]
            dealt = self._deal(gap[1])
            profanity.append(dealt.profanity)
            return dealt.text

        text = _ARTICLE.sub(_article, _GAP.sub(word, frame.text))
        return Phrase(capitalised(text) if text.endswith(_ENDS) else text, max(profanity))


def _article(gap: re.Match[str]) -> str:
    return "an " if _VOWEL.match(gap[1]) else "a "


def capitalised(text: str) -> str:
    """Return `text` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def written(text: str, random: Random) -> str:
    """Return `text` as comments are written: plain, in one case, or beside a calm sentence."""
    bare = text.rstrip(".!")
    beside = capitalised(random.choice(lines("calm_clauses")))
    ended = text if text.endswith(_ENDS) else f"{text}."
    ways = (
        (text, 52),
        (bare.lower(), 20),
        (bare.upper(), 4),
        (f"{bare}!" if text.endswith(".") else text, 6),
        (f"{beside}. {text}", 9),
        (f"{ended} {beside}.", 9),
    )
    choices, weights = zip(*ways, strict=True)
    return str(random.choices(choices, weights)[0])


def unended(text: str) -> str:
    """Return a key that texts share which differ in case or ending only."""
    return text.casefold().rstrip(" .!")


def different(
    sentences: Iterable[Sentence], key_of: Callable[[str], str] = unended
) -> Iterator[Sentence]:
    """Yield the sentences without those whose key an earlier one has."""
    seen: set[str] = set()
    for sentence in sentences:
        key = key_of(sentence.text)
        if key not in seen:
            seen.add(key)
            yield sentence
