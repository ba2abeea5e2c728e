"""Makes long sentences of calm clauses, with or without an attack among them."""

import re
from collections.abc import Sequence
from random import Random

from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence

FEWEST_WORDS = 20
MOST_WORDS = 70

_JOINTS = (" and ", " but ", " because ", ", ", " - ", " – ", " ", " so ", ", and ", " while ")
_JOINT_WEIGHTS = (5, 3, 2, 6, 1, 1, 5, 2, 3, 1)
# Full stops would let a reader cut the sentence
_STOPS = re.compile(r"[.!?…]+(?=\s|$)")


def diluted(sentence: Sentence, calm: Sequence[str], random: Random) -> Sentence:
    """Return the sentence at a random place in one long sentence of calm clauses, labels kept.

    The result has FEWEST_WORDS to MOST_WORDS words, more only if the sentence itself has.
    """
    middle = _STOPS.sub("", sentence.text).strip()
    clauses = _clauses(calm, random, taken=_count(middle))
    place = random.choice((0, len(clauses), random.randint(0, len(clauses))))
    return Sentence(_joined([*clauses[:place], middle, *clauses[place:]], random), sentence.labels)


def long_calm(calm: Sequence[str], random: Random) -> Sentence:
    """Return one long sentence of FEWEST_WORDS to MOST_WORDS words, of calm clauses alone."""
    return Sentence(_joined(_clauses(calm, random, taken=0), random), CALM)


def _clauses(calm: Sequence[str], random: Random, *, taken: int) -> list[str]:
    """Return clauses that, with words `taken` already, reach a random length without passing it."""
    wanted = max(random.randint(FEWEST_WORDS, MOST_WORDS), taken + 8)
    chosen: list[str] = []
    words = taken
    for clause in random.sample(calm, len(calm)):
        if words >= wanted:
            break
        # Two joints may add a word each
        if words + _count(clause) + len(chosen) + 2 <= MOST_WORDS:
            chosen.append(clause)
            words += _count(clause)
    return chosen


def _joined(clauses: Sequence[str], random: Random) -> str:
    text = clauses[0]
    for clause in clauses[1:]:
        text += random.choices(_JOINTS, _JOINT_WEIGHTS)[0] + clause
    return text[:1].upper() + text[1:] if random.random() < 0.5 else text


def _count(text: str) -> int:
    return len(text.split())
