"""Makes hard but fair criticism, of what people say and do and of things."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.synthetic.making import Maker, Phrase, different, written
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

_SHARP = labels(toxicity=0.1, personal_attack=0, profanity=0, threat=0, identity_attack=0)

_FRAMED = 2200


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    make = Maker("criticism", random)
    kinds: tuple[tuple[Iterator[Phrase], tuple[float, ...]], ...] = (
        (chain(make.whole("sentences"), make.framed("frames", _FRAMED)), _SHARP),
        (make.whole("polite"), CALM),
    )
    return different(
        Sentence(written(phrase.text, random), given) for made, given in kinds for phrase in made
    )
