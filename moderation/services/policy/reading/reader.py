"""Reads the prohibitions of a posted policy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.base import Attribute
from moderation.quotations import LONGEST_QUOTE
from moderation.services.policy.reading.attributing import UNKNOWN_RULE, attributed
from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.condemned import condemned
from moderation.services.policy.reading.context import Placed, placed
from moderation.services.policy.reading.governing import Governing
from moderation.services.policy.reading.grounds import on_grounds
from moderation.services.policy.reading.kinds import KINDS, Kind, Measure, Use
from moderation.services.policy.reading.layout import CELL_MARKER, Sentence, sentences
from moderation.services.policy.reading.lexicon import Found
from moderation.services.policy.reading.markup import without_markup
from moderation.services.policy.reading.objects import (
    is_about_using_the_site,
    named_by_item,
    widened,
    with_its_noun,
)
from moderation.services.policy.reading.presuming import is_never_welcome
from moderation.services.policy.reading.procedure import is_procedure
from moderation.services.policy.reading.stance import Stance
from moderation.services.policy.reading.unread import seems_to_forbid
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
    if sentence.asks and place.stance is not Stance.FORBIDS:
        return
    found = _once(sentence.words, on_grounds(sentence.words, _named(place)))
    read = [(kind, spoken) for kind, spoken in _of_known_kinds(place, found) if spoken]
    if not place.listed:
        unnamed = condemned(place, found)
        read += [(attributed([word.folded for word in words]), words) for words in unnamed]
    if not read and (place.asked or (place.listed and not found)):
        read += _of_item(place)
    for kind, spoken in read:
        yield kind, _quoted(text, spoken, kind)


def _of_known_kinds(
    place: Placed, found: Sequence[Found[Kind]]
) -> Iterator[tuple[Kind, Sequence[Word]]]:
    """The kinds of `found` that the sentence forbids, and the words that a clause quotes."""
    words = place.sentence.words
    governing = Governing(words, place.frames, place.stance)
    taken = 0  # words that are quoted already
    for one, following in zip(found, _starts(found, len(words)), strict=True):
        if not _is_forbidden(place, governing, one):
            continue
        start, end = with_its_noun(words, one.start, one.end)
        start, end = max(start, taken), min(end, following)
        taken = end
        alone = place.listed and len(found) == 1
        yield one.meaning, widened(words, start, end) if alone else words[start:end]


def _is_forbidden(place: Placed, governing: Governing, one: Found[Kind]) -> bool:
    kind = one.meaning
    if kind.use is Use.OTHER:
        return False
    if kind.use is Use.RULE:
        if place.stance is Stance.ALLOWS and place.sentence.marker == CELL_MARKER:
            return False  # the other column says what is forbidden
        return kind.measure in _COUNTED or governing.is_rule(one.start)
    stance = governing.stance(one.start, one.end)
    if stance is place.stance is Stance.NEUTRAL and is_never_welcome(kind, place.frames):
        return not _is_unlikely(place.sentence)
    return stance is Stance.FORBIDS


def _is_unlikely(sentence: Sentence) -> bool:
    is_short = sentence.form is Form.HEADING or sentence.asks
    return is_short or is_procedure(sentence.folded)


def _of_item(place: Placed) -> Iterator[tuple[Kind, Sequence[Word]]]:
    """What an item of a list that forbids, or that says what to do, is about."""
    sentence = place.sentence
    spoken = named_by_item(sentence.words)
    if place.listed and spoken:
        yield _described(place) or attributed([word.folded for word in spoken]), spoken
    elif (
        sentence.first
        and not _is_unlikely(sentence)
        and not is_about_using_the_site(sentence.folded)
    ):
        yield UNKNOWN_RULE, spoken


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
