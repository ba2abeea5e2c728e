"""Proposes clauses for a policy text, as a start that an editor confirms or changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading import Measure, Prohibition, read_policy


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """The words of the policy that state a prohibition, and how it can be detected."""

    attribute: Attribute | None
    quote: str
    measure: Measure = Measure.CLASSIFIER


def propose_clauses(policy_text: str) -> list[ProposedClause]:
    """Propose a clause for each prohibition of `policy_text`, in the order of the text.

    General words ("other inappropriate material") are proposed for toxicity
    and, the first of them, for every attribute that the text does not name.
    """
    found = read_policy(policy_text).prohibitions
    general = next((one for one in found if one.attribute is Attribute.TOXICITY), None)
    named = {one.attribute for one in found}
    unnamed = [attribute for attribute in Attribute if attribute not in named]
    return [
        ProposedClause(attribute, one.quote, one.measure)
        for one in found
        for attribute in _attributes(one, unnamed if one is general else [])
    ]


def one_per_attribute(clauses: Iterable[ProposedClause]) -> list[ProposedClause]:
    """The first clause of each attribute, in the order of the attributes.

    A version cannot hold two clauses of one attribute, nor one without.
    """
    first: dict[Attribute | None, ProposedClause] = {}
    for clause in clauses:
        first.setdefault(clause.attribute, clause)
    return [first[attribute] for attribute in Attribute if attribute in first]


def _attributes(found: Prohibition, unnamed: list[Attribute]) -> Iterator[Attribute | None]:
    yield from unnamed
    yield found.attribute
