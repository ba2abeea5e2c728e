"""What a prohibition can be about, and what can tell that a comment breaks it."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading import (
    words_for_attributes,
    words_for_people,
    words_for_rules,
    words_in_german,
)
from moderation.services.policy.reading.lexicon import Lexicon, phrases


class Measure(StrEnum):
    """What can tell that a comment breaks a prohibition."""

    CLASSIFIER = "classifier"
    WORD_LIST = "word_list"
    LINKS = "links"
    REPEATS = "repeats"
    CAPITALS = "capitals"
    AUTHOR_NAME = "author_name"
    LANGUAGE = "language"
    PERSON = "person"


class Use(Enum):
    """How a phrase names a kind."""

    NAMED = "names what may be forbidden"
    RULE = "is a rule by itself, such as “be civil”"
    OTHER = "has a listed word and means something else"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of prohibition, as a phrase of the text names it."""

    topic: str
    attribute: Attribute | None
    measure: Measure
    use: Use = Use.NAMED


_TOPICS: dict[str, tuple[Attribute | None, Measure]] = {
    **{attribute.value: (attribute, Measure.CLASSIFIER) for attribute in Attribute},
    "name_of_the_author": (Attribute.PROFANITY, Measure.AUTHOR_NAME),
    "impersonation": (None, Measure.AUTHOR_NAME),
    "links": (None, Measure.LINKS),
    "repeats": (None, Measure.REPEATS),
    "capitals": (None, Measure.CAPITALS),
    "language": (None, Measure.LANGUAGE),
    "word_list": (None, Measure.WORD_LIST),
}


def kind_of(topic: str, use: Use) -> Kind:
    """The kind of a topic, as phrases of `use` name it."""
    attribute, measure = _TOPICS.get(topic, (None, Measure.PERSON))
    return Kind(topic, attribute, measure, use)


def _listed() -> list[tuple[str, Kind]]:
    tables = (
        *((Use.RULE, table) for table in (words_for_rules.RULES, words_in_german.RULES)),
        *(
            (Use.NAMED, table)
            for table in (
                words_for_attributes.NAMED,
                words_for_rules.NAMED,
                words_for_people.NAMED,
                words_in_german.NAMED,
            )
        ),
        (Use.OTHER, {"other": words_for_rules.OTHER}),
        (Use.OTHER, {"other": words_in_german.OTHER}),
    )
    return [
        (phrase, kind_of(topic, use))
        for use, table in tables
        for topic, listed in table.items()
        for phrase in phrases(listed)
    ]


KINDS: Lexicon[Kind] = Lexicon(_listed(), in_compounds=True)
