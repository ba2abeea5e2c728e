"""Makes threats, wishes of harm and calls for violence, and harmless talk in the same words."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.corpus import letters
from moderation.classifiers.corpora.synthetic.filling import fields
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence, labels

_AT_MANY = labels(threat=1, toxicity=1, profanity=0, personal_attack=0.3, identity_attack=0)
_AT_ONE = labels(threat=1, toxicity=1, profanity=0, personal_attack=0.6, identity_attack=0)
_WHOLE = labels(threat=1, toxicity=1, profanity=0, identity_attack=0)
# How often each deed or state is used
_DEED_EACH, _STATE_EACH = 40, 45
_OPINION_EACH, _CALM_FRAME_EACH = 45, 40
_WRITINGS = (str, str, str, str.lower, str.lower, str.upper, lambda text: text.rstrip(".!?"))
_AFTER = ("", "", "", "", "!", "!!!", " lol", " Period.", " Simple as that.", " Enough is enough.")
_IRREGULAR = {"shoot": "shot", "hang": "hanged", "beat": "beaten", "burn": "burned"}
_PLURAL = {
    "needs": "need",
    "deserves": "deserve",
    "has": "have",
    "was": "were",
    "gets": "get",
}


def sentences(random: Random) -> Iterator[Sentence]:
    """Yield different sentences, the same ones for the same state of `random`."""
    seen: set[str] = set()
    for text, given in _plain(random):
        written = random.choice(_WRITINGS)(text)
        if written[-1:] not in ".!?":
            written += random.choice(_AFTER)
        key = letters(written)
        if key not in seen:
            seen.add(key)
            yield Sentence(written, given)


def _plain(random: Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    return chain(
        _deeds(random),
        _states(random),
        _opinions(random),
        _calm_frames(random),
        ((text, _WHOLE) for text in lines("threat_wishes") for _ in range(3)),
        ((text, CALM) for text in lines("violence_calm") for _ in range(4)),
    )


def _deeds(random: Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    targets = fields("threat_targets")
    for deed in lines("threat_deeds"):
        for frame in random.sample(lines("threat_frames_active"), _DEED_EACH):
            kind, target = random.choice(targets)
            done = deed.replace("{x}", target)
            text = frame.replace("{done}", _past(done)).replace("{do}", done)
            yield text.replace("{Do}", done[:1].upper() + done[1:]), _labels_of(kind)


def _past(deed: str) -> str:
    verb, _, rest = deed.partition(" ")
    return f"{_IRREGULAR.get(verb, verb)} {rest}"


def _states(random: Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    for state in lines("threat_states"):
        yield from (
            (text, _labels_of(kind)) for kind, text in _passives(state, _STATE_EACH, random)
        )


def _opinions(random: Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    for state in lines("threat_opinions"):
        yield from ((text, CALM) for _, text in _passives(state, _OPINION_EACH, random))


def _passives(state: str, number: int, random: Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of target and a sentence that says what should be done to it."""
    targets = [(kind, _subject(target)) for kind, target in fields("threat_targets")]
    for _ in range(number):
        frame = random.choice(lines("threat_frames_passive"))
        kind, target = random.choice(targets)
        if kind != "one":
            frame = " ".join(_PLURAL.get(word, word) for word in frame.split(" "))
        text = frame.replace("{x}", target).replace("{state}", state)
        yield kind, text[:1].upper() + text[1:]


def _subject(target: str) -> str:
    return {"him": "he", "her": "she", "them": "they"}.get(target, target)


def _calm_frames(random: Random) -> Iterator[tuple[str, tuple[float, ...]]]:
    targets = fields("threat_targets")
    for frame in lines("threat_calm_frames"):
        for _, target in random.sample(targets, _CALM_FRAME_EACH):
            # An insulting word for a person would not be harmless
            if target not in ("this clown", "that traitor", "traitors"):
                yield frame.replace("{x}", target), CALM


def _labels_of(kind: str) -> tuple[float, ...]:
    return _AT_MANY if kind == "many" else _AT_ONE
