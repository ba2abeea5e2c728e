"""Makes harmless sentences with the words of violence, and with the builds of threats."""

from collections.abc import Iterator
from itertools import chain
from random import Random

from moderation.classifiers.corpora.synthetic.making import Deck, Maker, phrases
from moderation.classifiers.corpora.synthetic.phrases import lines
from moderation.classifiers.corpora.synthetic.sentence import CALM, Sentence
from moderation.classifiers.corpora.synthetic.targets import deeds, targets

_OPINION_EACH, _FRAME_EACH = 22, 18
_DEED_EACH, _STATE_EACH = 8, 10
_IDIOMS = 1400
_WHOLE_EACH = 3


def harmless(random: Random) -> Iterator[Sentence]:
    """Yield sentences, some of them more than once."""
    texts = chain(
        _opinions(random),
        _plain_frames(random),
        _reported_deeds(random),
        _reported_states(random),
        (phrase.text for phrase in Maker("threat", random).framed("idiom_frames", _IDIOMS)),
        (text for text in lines("violence_calm") for _ in range(_WHOLE_EACH)),
    )
    return (Sentence(text, CALM) for text in texts)


def _opinions(random: Random) -> Iterator[str]:
    """Yield what is said of an office rather than of a life: jailed, sacked, sued."""
    frames = Deck([f for f in phrases("threat_frames_passive") if not f.profanity], random)
    open_to_opinion = [target for target in targets() if target.is_open_to_opinion]
    for state in lines("threat_opinions"):
        for _ in range(_OPINION_EACH):
            yield random.choice(open_to_opinion).suffer(frames.deal().text, state)


def _plain_frames(random: Random) -> Iterator[str]:
    open_to_opinion = [target for target in targets() if target.is_open_to_opinion]
    for frame in lines("threat_calm_frames"):
        for target in random.sample(open_to_opinion, _FRAME_EACH):
            yield frame.replace("{x}", target.words)


def _reported_deeds(random: Random) -> Iterator[str]:
    """Yield deeds in reports, fiction, history and denial."""
    frames = Deck(phrases("threat_calm_deed_frames"), random)
    for deed in deeds():
        fitting = [each for each in targets() if each.is_harmless and deed.fits(each)]
        for _ in range(_DEED_EACH):
            yield deed.fill(frames.deal().text, random.choice(fitting))


def _reported_states(random: Random) -> Iterator[str]:
    frames = Deck(phrases("threat_calm_state_frames"), random)
    harmless_targets = [target for target in targets() if target.is_harmless]
    for state in lines("threat_states"):
        for _ in range(_STATE_EACH):
            yield random.choice(harmless_targets).suffer(frames.deal().text, state)
