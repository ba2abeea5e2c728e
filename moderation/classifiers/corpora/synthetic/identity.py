"""Makes sentences about groups of people: as many harmless ones as attacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from moderation.classifiers.corpora.corpus import letters
from moderation.classifiers.corpora.synthetic import slurs
from moderation.classifiers.corpora.synthetic.filling import Deck, Frame, fields, fill, frames
from moderation.classifiers.corpora.synthetic.making import different
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

_CONTEMPT = labels(identity_attack=1, toxicity=1, profanity=0, personal_attack=0, threat=0)
_VIOLENT = labels(identity_attack=1, toxicity=1, profanity=0, personal_attack=0, threat=1)
_PROFANE = labels(identity_attack=1, toxicity=1, profanity=1, threat=0)
_CONTEMPT_OF_ONE = labels(identity_attack=1, toxicity=1, profanity=0, personal_attack=0.7, threat=0)
_CALLING = labels(identity_attack=0, toxicity=1, profanity=0, personal_attack=0.6, threat=0)

# Frames for each group
_CONTEMPT_EACH = 16
_CONTEMPT_OF_ONE_EACH = 3
_VIOLENT_EACH = 2
_PROFANE_EACH = 2
_CALM_EACH = _CONTEMPT_EACH + _CONTEMPT_OF_ONE_EACH + _VIOLENT_EACH + _PROFANE_EACH
_NAME_EACH = 2
_INSULTS_EACH = 5
_CALM_CALLINGS_EACH = 4


@dataclass(frozen=True, slots=True)
class Group:
    """The words for a group of people."""

    plural: str
    singular: str
    adjective: str
    kind: str

    def fill(self, frame: str) -> str:
        words = {"groups": self.plural, "group": self.singular, "adjective": self.adjective}
        return fill(frame, words)


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    return different((_varied(plain, random) for plain in _plain(random)), letters)


def _plain(random: Random) -> Iterator[Sentence]:
    return chain(
        _about_groups(random),
        _without_groups(),
        slurs.hostile(random),
        slurs.mentioned(random),
        slurs.in_another_meaning(),
        _about_names(random),
        _about_callings(random),
    )


def _about_groups(random: Random) -> Iterator[Sentence]:
    kinds = (
        ("identity_hostile", _CONTEMPT_EACH, _CONTEMPT),
        ("identity_hostile_one", _CONTEMPT_OF_ONE_EACH, _CONTEMPT_OF_ONE),
        ("identity_violent", _VIOLENT_EACH, _VIOLENT),
        ("identity_profane", _PROFANE_EACH, _PROFANE),
        ("identity_calm", _CALM_EACH, CALM),
    )
    decks = [(Deck(frames(name), random), number, given) for name, number, given in kinds]
    groups = [Group(*row) for row in fields("identity_groups")]
    for group in random.sample(groups, len(groups)):
        for deck, number, given in decks:
            for frame in deck.deal(frozenset({group.kind}), number):
                yield Sentence(group.fill(frame.text), given)


def _without_groups() -> Iterator[Sentence]:
    """Yield whole sentences: hatred of groups that are not named, and harmless ones like it."""
    yield from (Sentence(text, _CONTEMPT) for text in lines("identity_implicit"))
    yield from (Sentence(text, CALM) for text in lines("identity_implicit_calm"))
    yield from (Sentence(text, CALM) for text in lines("identity_policy"))


def _about_names(random: Random) -> Iterator[Sentence]:
    """Yield harmless sentences with names that are spelt like bad words."""
    deck = Deck(frames("identity_name_frames"), random)
    for kind, name in fields("identity_names"):
        # Every frame is for one kind, and half of what is dealt is made for the kind
        for frame in deck.deal(frozenset({kind}), 2 * _NAME_EACH):
            yield Sentence(fill(frame.text, {"name": name}), CALM)


def _about_callings(random: Random) -> Iterator[Sentence]:
    """Yield insults of groups that are no protected ones, and harmless sentences about them."""
    insults = Deck(_for_everybody("identity_calling_insults"), random)
    calm = Deck(_for_everybody("identity_calling_calm"), random)
    for callings in lines("identity_callings"):
        for frame in insults.deal(frozenset(), _INSULTS_EACH):
            yield Sentence(fill(frame.text, {"callings": callings}), _CALLING)
        for frame in calm.deal(frozenset(), _CALM_CALLINGS_EACH):
            yield Sentence(fill(frame.text, {"callings": callings}), CALM)


def _for_everybody(name: str) -> list[Frame]:
    return [Frame(text, frozenset({"any"})) for text in lines(name)]


def _varied(sentence: Sentence, random: Random) -> Sentence:
    """Write a sentence as comments are written, or put a harmless one beside it."""
    text, beside = sentence.text, random.choice(lines("identity_surroundings"))
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    ways: Iterable[tuple[str, int]] = (
        (text, 50),
        (text.lower().rstrip("."), 22),
        (text.upper(), 4),
        (f"{text.rstrip('.?!')}!", 6),
        (f"{beside} {text}", 9),
        (f"{ended} {beside}", 9),
    )
    written, weights = zip(*ways, strict=True)
    return Sentence(random.choices(written, weights)[0], sentence.labels)
