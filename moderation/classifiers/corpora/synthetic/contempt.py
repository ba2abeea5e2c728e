"""Makes contempt for a person that has no bad word in it."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.synthetic.making import Maker, Phrase, different, written
from moderation.classifiers.corpora.synthetic.sentence import Sentence, labels

_STRONG = labels(personal_attack=1, toxicity=0.9, profanity=0, threat=0, identity_attack=0)
_MILD = labels(personal_attack=0.8, toxicity=0.9, profanity=0, threat=0, identity_attack=0)

_FRAMED = 1900


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    make = Maker("contempt", random)
    kinds: tuple[tuple[Iterator[Phrase], tuple[float, ...]], ...] = (
        (chain(make.whole("sentences"), make.whole("public")), _STRONG),
        (make.whole("mild"), _MILD),
        (make.framed("frames", _FRAMED), _STRONG),
    )
    return different(
        Sentence(written(phrase.text, random), given) for made, given in kinds for phrase in made
    )
