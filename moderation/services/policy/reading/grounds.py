"""Reads whom an attack is on: "belittle people for their faith", "unkind words about staff"."""

from collections.abc import Iterator, Sequence

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading.kinds import Kind, Use, kind_of
from moderation.services.policy.reading.lexicon import Found, word_set
from moderation.services.policy.reading.words import Word

_WIDEST = 9  # words from an attack to its ground
_LEADING = word_set(
    """
    for because on to about based over at of against towards toward their protected ganze ganzer
    wegen aufgrund gegen über auf
    """
)
GROUNDS = word_set(
    """
    race religion gender sex sexuality orientation ethnicity ethnic disability disabilities
    nationality origin origins class characteristic cultures creed faith belief beliefs colour
    color age identity background accent accents
    herkunft religion geschlecht geschlechts hautfarbe behinderung orientierung sexualität
    religionen völker geschlechter
    nationalität glauben glaubens abstammung weltanschauung
    """
)
GROUPS = word_set(
    """
    women men foreigners immigrants migrants refugees minorities muslims jews christians hindus
    gays lesbians travellers roma disabled lgbt lgbtq trans pensioners frauen ausländer
    disabilities groups group nation nations religions faiths communities peoples ethnicities
    geflüchtete migranten minderheiten muslime juden christen behinderte homosexuelle gruppen
    menschengruppen bevölkerungsgruppen
    """
)
# What stands before its verb in German
_OBJECTS = word_set(
    """
    frauen ausländer geflüchtete migranten minderheiten muslime juden christen behinderte
    homosexuelle menschengruppen bevölkerungsgruppen religionen völker gruppen nationen
    """
)
_BESIDE_GROUNDS = word_set(
    """
    and or nor their national ethnic sexual gender marital any of the
    und oder ihrer ihres einer der
    """
)
_NEXT_GROUND = 4  # words
_REACH_OF_GROUPS = 4  # words
PEOPLE = word_set(
    """
    member members reader readers user users staff author authors writer writers journalist
    journalists moderator moderators person people others other someone somebody anyone anybody
    individual individuals neighbour neighbours neighbor neighbors guest guests colleague
    colleagues poster posters commenter commenters contributor contributors patrons listeners
    nachbarn leser nutzer andere anderen anderer jemanden jemand personen mitglieder autoren
    kollegen
    """
)
_ATTACKS = frozenset([Attribute.PERSONAL_ATTACK, Attribute.TOXICITY])


def on_grounds(words: Sequence[Word], named: Sequence[Found[Kind]]) -> list[Found[Kind]]:
    """The kinds of `named`, with attacks that name a ground as attacks on identity.

    Unkind words about somebody are a personal attack.
    What is named between the attack and its ground belongs to it.
    """
    return list(_joined(words, named))


def _joined(words: Sequence[Word], named: Sequence[Found[Kind]]) -> Iterator[Found[Kind]]:
    passed = 0
    for one in named:
        if one.start < passed:
            continue
        attack = _is_attack(one.meaning)
        end = (_within(words, one) or _led_to(words, one, GROUNDS)) if attack else 0
        begun = _object_of(words, one) if attack and not end else one.start
        if end or begun < one.start:
            passed = end
            yield Found(begun, end or one.end, kind_of(Attribute.IDENTITY_ATTACK.value, Use.NAMED))
        elif attack and _led_to(words, one, PEOPLE):
            yield Found(one.start, one.end, kind_of(Attribute.PERSONAL_ATTACK.value, Use.NAMED))
        else:
            yield one


def _within(words: Sequence[Word], attack: Found[Kind]) -> int:
    """The end of an attack that names a group itself: "contempt for whole groups of people"."""
    said = {word.folded for word in words[attack.start : attack.end]}
    return attack.end if said & GROUPS else 0


def _object_of(words: Sequence[Word], attack: Found[Kind]) -> int:
    """Where the group stands that a German verb at the end of its clause is about."""
    for number in range(attack.start - 1, max(attack.start - 1 - _REACH_OF_GROUPS, -1), -1):
        if words[number].folded in _OBJECTS:
            return number
        if set(words[number + 1].before) & set(",;:–—(."):
            break
    return attack.start


def _is_attack(kind: Kind) -> bool:
    return kind.use is Use.NAMED and kind.attribute in _ATTACKS


def _led_to(words: Sequence[Word], attack: Found[Kind], aims: frozenset[str]) -> int:
    """Behind the ground or the people that an attack names in its clause, or 0."""
    led = False
    for number in range(attack.end, min(attack.end + _WIDEST, len(words))):
        if set(words[number].before) & set(",;:–—(."):
            return 0
        near = number - attack.end < _REACH_OF_GROUPS
        if aims is GROUNDS and near and words[number].folded in GROUPS:
            return _behind_grounds(words, number + 1)
        led |= words[number].folded in _LEADING or words[number].folded.endswith("'s")
        if led and words[number].folded in aims:
            return _behind_grounds(words, number + 1) if aims is GROUNDS else number + 1
    return 0


def _behind_grounds(words: Sequence[Word], end: int) -> int:
    """Where a list of grounds ends that goes on at `end`: ", religion or sexual orientation"."""
    while found := [
        number + 1
        for number in range(end, min(end + _NEXT_GROUND, len(words)))
        if words[number].folded in GROUNDS
        and all(_is_light(words[at]) for at in range(end, number))
    ]:
        end = found[0]
    return end


def _is_light(word: Word) -> bool:
    return word.folded in _BESIDE_GROUNDS and not set(word.before) & set(";:–—(")
