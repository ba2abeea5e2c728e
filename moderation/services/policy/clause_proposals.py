"""Proposes clauses for a policy text, as a start that an editor confirms or changes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading import Measure, Prohibition, read_policy

# "Anger" names one thing; these name whatever a comment should not be.
_GENERAL = (
    "inappropriat",
    "offen",
    "objectionabl",
    "unacceptabl",
    "abusive",
    "unsuitabl",
    "improper",
    "unangemessen",
    "unangebracht",
    "anstößig",
    "unpassend",
    "unzulässig",
)


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """The words of the policy that state a prohibition, and how it can be detected."""

    attribute: Attribute | None
    quote: str
    measure: Measure = Measure.CLASSIFIER


def propose_clauses(policy_text: str, taken: Collection[Attribute] = ()) -> list[ProposedClause]:
    """Propose a clause for each prohibition of `policy_text`, in the order of the text.

    General words ("other inappropriate material") are proposed for toxicity
    and, the first of them, for every attribute that the text does not name
    and that is not `taken` by a clause.
    """
    found = read_policy(policy_text).prohibitions
    general = next((one for one in found if _is_general(one)), None)
    named = {one.attribute for one in found} | set(taken)
    unnamed = [attribute for attribute in Attribute if attribute not in named]
    return [
        ProposedClause(attribute, one.quote, one.measure)
        for one in found
        for attribute in _attributes(one, unnamed if one is general else [])
    ]


def _is_general(found: Prohibition) -> bool:
    """Whether words such as “inappropriate material” name whatever else may be forbidden."""
    general = any(word in found.quote.casefold() for word in _GENERAL)
    return general and found.attribute is Attribute.TOXICITY and not found.says_what_to_do


def _attributes(found: Prohibition, unnamed: list[Attribute]) -> Iterator[Attribute | None]:
    yield from unnamed
    yield found.attribute
