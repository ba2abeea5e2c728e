"""Reads the prohibitions of a posted policy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.base import Attribute
from moderation.quotations import LONGEST_QUOTE
from moderation.services.policy.reading.attributing import attributed
from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.condemned import condemned
from moderation.services.policy.reading.context import Placed, placed
from moderation.services.policy.reading.governing import Governing
from moderation.services.policy.reading.grounds import on_grounds
from moderation.services.policy.reading.kinds import KINDS, Kind, Measure, Use
from moderation.services.policy.reading.layout import CELL_MARKER, sentences
from moderation.services.policy.reading.lexicon import Found
from moderation.services.policy.reading.markup import without_markup
from moderation.services.policy.reading.objects import named_by_item, widened, with_its_noun
from moderation.services.policy.reading.presuming import is_never_welcome
from moderation.services.policy.reading.stance import Stance
from moderation.services.policy.reading.unread import is_procedure, seems_to_forbid
from moderation.services.policy.reading.words import Word

_COUNTED = (Measure.LANGUAGE, Measure.REPEATS)  # "we accept English only" is a rule too
_EMPHASIS = frozenset("*_")
# Their rules say what is forbidden: "the argument, not the person".
_NAMING_RULES = frozenset([Attribute.PERSONAL_ATTACK.value, Attribute.TOXICITY.value])
_COORDINATORS = frozenset(["and", "or", "nor", "und", "oder", "sowie", "noch", "as", "but"])


@dataclass(frozen=True, slots=True)
class Prohibition:
    """What a policy forbids, in its words: `quote` is text[start:end], in code points.

    `attribute` is what the classifier measures of it, if anything; `measure` is
    what can tell that a comment breaks it.  `says_what_to_do`: a rule such as “be civil”.
    """

    quote: str
    start: int
    end: int
    attribute: Attribute | None
    measure: Measure
    says_what_to_do: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a policy.

    `prohibitions` are in the order of the text.  `unread` are the offsets of
    sentences and items which forbid something that was not recognised.
    """

    prohibitions: tuple[Prohibition, ...]
    unread: tuple[tuple[int, int], ...]


@lru_cache(maxsize=16)
def read_policy(text: str) -> Reading:
    """Read the prohibitions of `text`, which may be of any form and length.

    Remembered: one press of a button in the editor asks for the same text several times.
    """
    found: list[tuple[Kind, Prohibition]] = []
    unread: list[tuple[int, int]] = []
    for place in placed(sentences(without_markup(text))):
        read = list(_prohibitions(text, place))
        found += read
        if not read and seems_to_forbid(place):
            unread.append((place.sentence.words[0].start, place.sentence.words[-1].end))
    prohibitions = sorted(_stated_once(found), key=lambda one: (one.start, one.end))
    return Reading(tuple(prohibitions), tuple(sorted(unread)))


def _stated_once(found: Sequence[tuple[Kind, Prohibition]]) -> Iterator[Prohibition]:
    """Without rules such as “be civil” where the text also names what it forbids of that topic."""
    named = {kind.topic for kind, _ in found if kind.use is Use.NAMED} - _NAMING_RULES
    for kind, prohibition in found:
        if kind.use is Use.NAMED or kind.topic not in named:
            yield prohibition


def _prohibitions(text: str, place: Placed) -> Iterator[tuple[Kind, Prohibition]]:
    sentence = place.sentence
    found = _once(sentence.words, on_grounds(sentence.words, _named(place)))
    if sentence.asks and place.stance is not Stance.FORBIDS:
        return
    if not place.listed:
        for unnamed in condemned(place, found):
            kind = attributed([word.folded for word in unnamed])
            yield kind, _quoted(text, unnamed, kind)
        if not found:
            return
    governing = Governing(sentence.words, place.frames, place.stance)
    unlikely = sentence.form is Form.HEADING or sentence.asks or is_procedure(sentence.folded)
    taken = 0  # words that are quoted already
    for one, following in zip(found, _starts(found, len(sentence.words)), strict=True):
        kind = one.meaning
        if kind.use is Use.OTHER:
            continue
        if kind.use is Use.RULE:
            if place.stance is Stance.ALLOWS and sentence.marker == CELL_MARKER:
                continue  # the other column says what is forbidden
            forbids = kind.measure in _COUNTED or governing.is_rule(one.start)
        else:
            stance = governing.stance(one.start, one.end)
            forbids = stance is Stance.FORBIDS or (
                stance is place.stance is Stance.NEUTRAL
                and is_never_welcome(kind, place.frames)
                and not unlikely
            )
        if forbids:
            start, end = with_its_noun(sentence.words, one.start, one.end)
            start, end = max(start, taken), min(end, following)
            taken = end
            spoken: Sequence[Word] = sentence.words[start:end]
            if place.listed and len(found) == 1:
                spoken = widened(sentence.words, start, end)
            yield kind, _quoted(text, spoken, kind)
    if place.listed and not found and (spoken := named_by_item(sentence.words)):
        kind = _described(place) or attributed([word.folded for word in spoken])
        yield kind, _quoted(text, spoken, kind)


def _described(place: Placed) -> Kind | None:
    """The kind that the words beside an item of a table name."""
    folded = [word.folded for word in place.sentence.described]
    named = (one.meaning for one in KINDS.leftmost(folded))
    return next((kind for kind in named if kind.use is Use.NAMED), None)


def _starts(found: Sequence[Found[Kind]], length: int) -> list[int]:
    """Where the phrase after each of `found` begins."""
    return [one.start for one in found[1:]] + [length] if found else []


def _named(place: Placed) -> list[Found[Kind]]:
    """The kinds that a sentence names: the leftmost and longest phrases.

    A phrase may begin with the last words of the introduction.
    """
    found = _named_after(place, place.lead)
    if found and found[0].start == 0 and found[0].meaning.use is Use.OTHER:
        return _named_after(place, ())  # "will be reported: insults" is none of "report insults"
    return found


def _named_after(place: Placed, before: tuple[str, ...]) -> list[Found[Kind]]:
    lead = len(before)
    barred = {
        number + lead
        for number, word in enumerate(place.sentence.words)
        if set(word.before) & set(",;:–—(")
    }
    folded = [*before, *place.sentence.folded]
    return [
        Found(max(one.start - lead, 0), one.end - lead, one.meaning)
        for one in KINDS.leftmost(folded, barred)
        if one.end > lead
    ]


def _once(words: Sequence[Word], named: Sequence[Found[Kind]]) -> list[Found[Kind]]:
    """Each topic as often as an editor wants a clause for it.

    An attribute is named by each phrase that "or" or a comma parts from the
    one before; another topic once a sentence, with what is coordinated with it.
    """
    kept: list[Found[Kind]] = []
    last: dict[str, tuple[int, int]] = {}  # the phrase of a topic, and where its last mention ends
    for one in named:
        topic = one.meaning.topic
        number, mentioned = last.get(topic, (-1, 0))
        between = words[mentioned : one.start + 1] if number >= 0 else ()
        parted = any(_parts(word) for word in between)
        if number < 0 or (one.meaning.attribute and parted) or one.meaning.use is Use.OTHER:
            number = len(kept)
            kept.append(one)
        elif (
            parted
            and not (one.meaning.attribute or any(";" in word.before for word in between))
            and number == len(kept) - 1
            and len(between) <= 3
        ):
            kept[number] = Found(kept[number].start, one.end, kept[number].meaning)
        last[topic] = number, one.end
    return kept


def _parts(word: Word) -> bool:
    """Whether "or" or a sign stands between a word and the one before it."""
    return word.folded in _COORDINATORS or bool(set(word.before) & set(",;:/&–—("))


def _unmarked(spoken: Sequence[Word]) -> list[Word]:
    """The longest part between tags; of one with a lone sign of emphasis, the side with a kind."""
    runs: dict[int, list[Word]] = {}
    for word in spoken:
        runs.setdefault(word.run, []).append(word)
    part = max(runs.values(), key=lambda run: run[-1].end - run[0].start)
    marks = [n for n in range(1, len(part)) if set(part[n].before) & _EMPHASIS]
    if len(marks) != 1:
        return part
    sides = (part[: marks[0]], part[marks[0] :])
    named = (side for side in sides if KINDS.leftmost([word.folded for word in side]))
    return next(named, sides[0])


def _quoted(text: str, spoken: Sequence[Word], kind: Kind) -> Prohibition:
    """The words without tags or a lone sign of emphasis between them."""
    part = _unmarked(spoken)
    start = part[0].start
    end = max((word.end for word in part if word.end - start <= LONGEST_QUOTE), default=start)
    end = end if end > start else min(part[0].end, start + LONGEST_QUOTE)
    is_rule = kind.use is Use.RULE
    return Prohibition(text[start:end], start, end, kind.attribute, kind.measure, is_rule)
