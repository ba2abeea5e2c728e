"""Makes direct insults, abbreviations of abuse, and swearing at nobody."""

from collections.abc import Callable, Iterator
from random import Random

from moderation.classifiers.corpora.synthetic.making import Maker, Phrase, different, written
from moderation.classifiers.corpora.synthetic.sentence import Sentence, labels

_INSULTS = 2700
_SWEARING = 700
_SWEARING_MILDLY = 350
_PRAISING = 350

_STRONG_PROFANITY = 1.0


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    make = Maker("attack", random)
    kinds: tuple[tuple[Iterator[Phrase], Callable[[Phrase], tuple[float, ...]]], ...] = (
        (make.whole("sentences"), _insult),
        (make.framed("frames", _INSULTS), _insult),
        (make.whole("words"), _insult),
        (make.whole("abbreviations"), _insult),
        (make.whole("death"), _wishing_death),
        (make.whole("swearing"), _swearing),
        (make.framed("swearing_frames", _SWEARING), _swearing),
        (make.framed("mild_frames", _SWEARING_MILDLY), _swearing),
        (make.framed("praise_frames", _PRAISING), _praise),
    )
    return different(
        Sentence(written(phrase.text, random), given(phrase))
        for made, given in kinds
        for phrase in made
    )


def _insult(phrase: Phrase) -> tuple[float, ...]:
    return labels(
        profanity=phrase.profanity, personal_attack=1, toxicity=1, threat=0, identity_attack=0
    )


def _wishing_death(phrase: Phrase) -> tuple[float, ...]:
    """Whether it is a threat as well is left open."""
    return labels(profanity=phrase.profanity, personal_attack=1, toxicity=1, identity_attack=0)


def _swearing(phrase: Phrase) -> tuple[float, ...]:
    toxicity = 0.5 if phrase.profanity == _STRONG_PROFANITY else 0.2
    return _at_nobody(phrase.profanity, toxicity)


def _praise(phrase: Phrase) -> tuple[float, ...]:
    toxicity = 0.3 if phrase.profanity == _STRONG_PROFANITY else 0.1
    return _at_nobody(phrase.profanity, toxicity)


def _at_nobody(profanity: float, toxicity: float) -> tuple[float, ...]:
    return labels(
        profanity=profanity, toxicity=toxicity, personal_attack=0, threat=0, identity_attack=0
    )
