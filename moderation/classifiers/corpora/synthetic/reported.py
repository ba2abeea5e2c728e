"""Makes insults that insult nobody: denied, quoted, about oneself, or in another meaning."""

from collections.abc import Callable, Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.synthetic.making import Maker, Phrase, different, written
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

_REPORTED = 1000
_ABOUT_ONESELF = 300
_MOST_PROFANITY = 0.5


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    make = Maker("reported", random)
    kinds: tuple[tuple[Iterator[Phrase], Callable[[Phrase], tuple[float, ...]]], ...] = (
        (make.whole("sentences"), _reported),
        (make.framed("frames", _REPORTED), _reported),
        (make.whole("self"), _about_oneself),
        (make.framed("self_frames", _ABOUT_ONESELF), _about_oneself),
        # Twice, differently written, as the words are insults far more often
        (chain(make.whole("meanings"), make.whole("meanings")), _calm),
    )
    return different(
        Sentence(written(phrase.text, random), given(phrase))
        for made, given in kinds
        for phrase in made
    )


def _reported(phrase: Phrase) -> tuple[float, ...]:
    return labels(
        profanity=min(phrase.profanity, _MOST_PROFANITY),
        personal_attack=0.3,
        toxicity=0.3,
        threat=0,
        identity_attack=0,
    )


def _about_oneself(phrase: Phrase) -> tuple[float, ...]:
    return labels(
        profanity=min(phrase.profanity, _MOST_PROFANITY),
        personal_attack=0.1,
        toxicity=0.1,
        threat=0,
        identity_attack=0,
    )


def _calm(_: Phrase) -> tuple[float, ...]:
    return CALM
