"""Makes threats, wishes of harm, calls for violence and the baiting of people into suicide."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.corpus import letters
from moderation.classifiers.corpora.synthetic import violence
from moderation.classifiers.corpora.synthetic.making import Deck, Maker, Phrase, phrases, written
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import Sentence, labels
from moderation.classifiers.corpora.synthetic.targets import Target, deeds, targets
from moderation.classifiers.corpora.typing_noise import typed

_DEED_EACH, _STATE_EACH = 30, 32
_SUICIDE = 550
_WHOLE_EACH = 3
_AT_READER = re.compile(r"\b(?:you|your|u|ur)\b", re.IGNORECASE)
_AFTER = ("!", "!!!", " lol", ". Period.", ". Simple as that.", ". Enough is enough.", "...")
_ENDED_OTHERWISE = 0.15
_MISTYPED_WORDS = 0.2


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, harmless ones too, the same ones for the same `random`."""
    seen: set[str] = set()
    for plain in chain(_hostile(random), violence.harmless(random)):
        text = _written(plain.text, random)
        if letters(text) in seen:
            text = typed(text, random, share=_MISTYPED_WORDS)
        key = letters(text)
        if key not in seen:
            seen.add(key)
            yield Sentence(text, plain.labels)


def _written(text: str, random: Random) -> str:
    if random.random() < _ENDED_OTHERWISE and not text.endswith("?"):
        text = text.rstrip(".!") + random.choice(_AFTER)
    return written(text, random)


def _hostile(random: Random) -> Iterator[Sentence]:
    return chain(_deeds(random), _states(random), _wishes(), _suicide(random))


def _deeds(random: Random) -> Iterator[Sentence]:
    frames = Deck(phrases("threat_frames_active"), random)
    for deed in deeds():
        fitting = [target for target in targets() if deed.fits(target)]
        for _ in range(_DEED_EACH):
            frame, target = frames.deal(), random.choice(fitting)
            yield Sentence(deed.fill(frame.text, target), _labels_of(target, frame))


def _states(random: Random) -> Iterator[Sentence]:
    frames = Deck(phrases("threat_frames_passive"), random)
    for state in lines("threat_states"):
        for _ in range(_STATE_EACH):
            frame, target = frames.deal(), random.choice(targets())
            yield Sentence(target.suffer(frame.text, state), _labels_of(target, frame))


def _wishes() -> Iterator[Sentence]:
    for text in lines("threat_wishes"):
        aimed = {"personal_attack": 0.7, "identity_attack": 0.0} if _AT_READER.search(text) else {}
        given = labels(threat=1, toxicity=1, profanity=0, **aimed)
        yield from (Sentence(text, given) for _ in range(_WHOLE_EACH))


def _suicide(random: Random) -> Iterator[Sentence]:
    make = Maker("threat", random)
    whole = (phrase for phrase in make.whole("suicide") for _ in range(_WHOLE_EACH))
    return _baiting(chain(whole, make.framed("suicide_frames", _SUICIDE)))


def _baiting(made: Iterable[Phrase]) -> Iterator[Sentence]:
    for phrase in made:
        given = labels(
            threat=1, toxicity=1, personal_attack=1, identity_attack=0, profanity=phrase.profanity
        )
        yield Sentence(phrase.text, given)


def _labels_of(target: Target, frame: Phrase) -> tuple[float, ...]:
    return labels(
        threat=1,
        toxicity=1,
        profanity=frame.profanity,
        personal_attack=0.7 if target.kind in ("you", "one") else 0.3,
        identity_attack=float(target.kind == "group"),
    )
