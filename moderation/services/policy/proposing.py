"""New clauses for what a policy text forbids, as a start for an editor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from articles.text import folded
from moderation.classifiers.base import Attribute
from moderation.models import Clause
from moderation.models.clause_rules import Rule, RuleKind
from moderation.services.judging import succession
from moderation.services.policy.clause_proposals import ProposedClause, propose_clauses
from moderation.services.policy.reading import Measure
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS, Thresholds

# As many as the editor's page holds
MOST = 120
# What a rule begins with where the text gives no number. Other measures need words of the editor.
_STARTING_RULES = {
    Measure.LINKS: Rule(RuleKind.LINKS, "hold", limit=3),
    Measure.REPEATS: Rule(RuleKind.REPEATS, "hold", limit=3),
    Measure.CAPITALS: Rule(RuleKind.CAPITALS, "queue", limit=80),
}


def proposals(text: str, clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses proposed for `text` that `clauses` do not cover, for an editor to confirm.

    There may be more of them than a policy can have.
    """
    present = list(clauses)
    taken = [clause.measured for clause in present if clause.attribute]
    proposed = started(propose_clauses(text, taken))
    return [clause for clause in proposed if not _is_covered(clause, present)]


def clause_of(text: str, words: str) -> Clause:
    """A clause that quotes `words` of `text`, begun as the reader of policies understands them.

    Where nothing is recognised in them, it is for people.
    """
    quote = " ".join(words.split())
    overlapping = (
        one for one in propose_clauses(text, list(Attribute)) if overlap(one.quote, quote)
    )
    found = next(overlapping, ProposedClause(None, quote, Measure.PERSON))
    return _clause(replace(found, quote=quote), DEFAULT_THRESHOLDS)


def moved(text: str, clauses: Sequence[Clause]) -> dict[int, str]:
    """New words for clauses whose words `text` does not say, or that have none, by their place.

    A clause moves to the prohibition that stands for it and that no other clause covers.
    """
    lost = [place for place, clause in enumerate(clauses) if not says(text, clause.quote)]
    kept = [clause for place, clause in enumerate(clauses) if place not in lost]
    free = [
        one for one in started(propose_clauses(text, list(Attribute))) if not _is_covered(one, kept)
    ]
    found = succession.paired([clauses[place] for place in lost], free)
    return {lost[n]: free[place].quote for n, place in found.items()}


def says(text: str, words: str) -> bool:
    """Whether `text` contains `words`, ignoring case and white space."""
    return bool(words.strip()) and folded(words) in folded(text)


def overlap(words: str, others: str) -> bool:
    """Whether one of two quotes contains the other, ignoring case and white space."""
    words, others = folded(words), folded(others)
    return bool(words and others) and (words in others or others in words)


def started(
    proposed: Iterable[ProposedClause],
    thresholds: Mapping[Attribute, Thresholds] = DEFAULT_THRESHOLDS,
) -> list[Clause]:
    """One clause for each different proposal, with the thresholds or the rule that it begins with.

    `thresholds` has those of every attribute.
    """
    different = {(folded(one.quote), one.attribute): one for one in reversed(list(proposed))}
    return [_clause(one, thresholds) for one in reversed(different.values())]


def _is_covered(proposed: Clause, present: Iterable[Clause]) -> bool:
    """Whether a clause quotes the same words already, or for the same attribute some of them."""
    return any(
        folded(proposed.quote) == folded(clause.quote)
        or (clause.attribute == proposed.attribute and overlap(proposed.quote, clause.quote))
        for clause in present
    )


def _clause(proposed: ProposedClause, thresholds: Mapping[Attribute, Thresholds]) -> Clause:
    clause = Clause(quote=" ".join(proposed.quote.split()))
    if proposed.attribute is not None:
        start = thresholds[proposed.attribute]
        clause.attribute = proposed.attribute
        clause.queue_at, clause.hold_at = start.queue_at, start.hold_at
    elif rule := _STARTING_RULES.get(proposed.measure):
        clause.rules = [rule.data()]
    return clause
