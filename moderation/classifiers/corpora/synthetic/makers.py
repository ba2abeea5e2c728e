"""All made sentences together."""

from collections.abc import Iterator
from random import Random

from moderation.classifiers.corpora.synthetic import (
    attacks,
    contempt,
    criticism,
    identity,
    reported,
    threats,
)
from moderation.classifiers.corpora.synthetic.sentence import Sentence

MAKERS = (threats, identity, attacks, contempt, criticism, reported)


def all_sentences(seed: int) -> Iterator[Sentence]:
    """Yield the sentences of every maker, the same ones for the same seed."""
    random = Random(seed)  # noqa: S311 -- not a secret
    return (sentence for maker in MAKERS for sentence in maker.sentences(random))
