"""Says what can tell a prohibition without a known kind, by whom or what it is about."""

from collections.abc import Sequence

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading.grounds import GROUNDS, GROUPS, PEOPLE
from moderation.services.policy.reading.kinds import Kind, Measure, Use, kind_of
from moderation.services.policy.reading.lexicon import word_set

UNKNOWN = Kind("unknown", None, Measure.PERSON)
UNKNOWN_RULE = Kind("unknown rule", None, Measure.PERSON, Use.RULE)
_LANGUAGE = word_set("language tongue mouth talk vocabulary sprache wortwahl vokabular ausdrücke")
_OF_PLACES = word_set("foreign other another english german welsh french languages sprachen plain")
_HARM = word_set(
    """
    hurt hurts injured injury injure kicking beating punch kill killed die dead death hang hanged
    shoot shot burn violence fists weapons bomb outside wehtun verletzen umbringen schlagen tod
    """
)
# What is said about people without being against them
_TOLD = word_set(
    """
    name names naming named address addresses photo photos picture pictures image images details
    identify identifies identified number numbers post posting posts publish share sharing private
    information data account accounts pretend pretending speculate rumour rumours guilt charged
    advice personal email marks impersonate text texts work articles links sell selling court tell
    telling claims questions website site page seite website webseite namen adressen fotos bilder
    daten
    """
)


def attributed(folded: Sequence[str]) -> Kind:
    """The kind of forbidden words that name none: of language, harm, a group, or a person."""
    said = set(folded)
    if len(folded) > 1 and said & _LANGUAGE and not said & _OF_PLACES:
        return kind_of(Attribute.PROFANITY.value, Use.NAMED)
    if said & _TOLD:
        return UNKNOWN
    if said & _HARM:
        return kind_of(Attribute.THREAT.value, Use.NAMED)
    if (
        said & GROUPS
        or _is_about_a_ground(folded)
        or len(said & GROUNDS) > 1
        or _where_from(folded)
    ):
        return kind_of(Attribute.IDENTITY_ATTACK.value, Use.NAMED)
    if said & PEOPLE and len(folded) > 1:
        return kind_of(Attribute.PERSONAL_ATTACK.value, Use.NAMED)
    return UNKNOWN


def _is_about_a_ground(folded: Sequence[str]) -> bool:
    """Whether words are about the ground of somebody: "anything about a player's religion"."""
    owned = any(word.endswith("'s") for word in folded) or "people's" in folded
    return owned and bool(set(folded) & GROUNDS)


def _where_from(folded: Sequence[str]) -> bool:
    """Whether words are about where people are from, or who or what they are."""
    asks = {"where", "who", "what"} & set(folded)
    return bool(asks) and ("from" in folded or folded[-2:] in (["they", "are"], ["you", "are"]))
