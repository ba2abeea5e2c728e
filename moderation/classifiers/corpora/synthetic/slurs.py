"""Makes sentences with slurs: hostile ones, mentions, and the words in another meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from moderation.classifiers.corpora.synthetic.filling import Deck, Frame, fields, fill, frames
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

_AT_ONE = labels(identity_attack=1, toxicity=1, personal_attack=0.7, threat=0)
_AT_MANY = labels(identity_attack=1, toxicity=1, threat=0)
# What is said beyond contempt for the group is left open
_UNCERTAIN = labels(identity_attack=1, toxicity=1)
_VIOLENT = labels(identity_attack=1, toxicity=1, threat=1)
_MENTIONED = labels(
    identity_attack=0.35, toxicity=0.35, profanity=0, personal_attack=0, threat=0
)  # fmt: skip

# Most slurs are seen in hardly any comment: the network must learn them here. A word with another
# meaning is not attacked more often than it is used in that.
_FRAMES = {True: (8, 10), False: (3, 3)}
_MENTIONS = 4


@dataclass(frozen=True, slots=True)
class Slur:
    """A word of contempt for a group; `certain` if it has no other common meaning."""

    singular: str
    plural: str
    kind: str
    certain: bool

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({self.kind, "certain"} if self.certain else {self.kind})

    def fill(self, frame: str) -> str:
        return fill(frame, {"slur": self.singular, "slurs": self.plural})


def slurs() -> tuple[Slur, ...]:
    """Return every slur that sentences are made with."""
    lists = (("slur_nouns", True), ("slur_ambiguous", False))
    return tuple(
        Slur(singular, plural, kind, certain)
        for name, certain in lists
        for singular, plural, kind in fields(name)
    )


def hostile(random: Random) -> Iterator[Sentence]:
    """Yield slurs alone and in attacks."""
    at_one = Deck(frames("slur_hostile_one"), random)
    at_many = Deck(frames("slur_hostile_many"), random)
    for slur in random.sample(slurs(), len(slurs())):
        of_one, of_many = _FRAMES[slur.certain]
        yield from _filled(slur, at_one.deal(slur.kinds, of_one), _AT_ONE)
        yield from _filled(slur, at_many.deal(slur.kinds, of_many), _AT_MANY)
        if slur.certain:
            yield from (Sentence(text, _UNCERTAIN) for text in (slur.singular, slur.plural))
    yield from (Sentence(text, _UNCERTAIN) for text in lines("slur_coded"))
    yield from (Sentence(text, _VIOLENT) for text in lines("slur_coded_violent"))


def mentioned(random: Random) -> Iterator[Sentence]:
    """Yield sentences that quote, report or condemn a slur."""
    deck = Deck([Frame(text, frozenset({"any"})) for text in lines("slur_mentions")], random)
    for slur in random.sample(slurs(), len(slurs())):
        if slur.certain:
            yield from _filled(slur, deck.deal(slur.kinds, _MENTIONS), _MENTIONED)


def in_another_meaning() -> Iterator[Sentence]:
    """Yield harmless sentences with words that are slurs elsewhere."""
    yield from (Sentence(text, CALM) for text in lines("slur_calm"))


def _filled(slur: Slur, chosen: list[Frame], labelled: tuple[float, ...]) -> Iterator[Sentence]:
    yield from (Sentence(slur.fill(frame.text), labelled) for frame in chosen)
