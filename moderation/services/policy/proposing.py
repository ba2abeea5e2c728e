"""New clauses for what a policy text forbids, as a start for an editor."""

from collections.abc import Iterable, Mapping

from articles.text import folded
from moderation.classifiers.base import Attribute
from moderation.models import Clause
from moderation.models.clause_rules import Rule, RuleKind
from moderation.services.policy.clause_proposals import ProposedClause, propose_clauses
from moderation.services.policy.reading import Measure
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS, Thresholds

# As many as the editor's page holds
MOST = 50
# What a rule begins with where the text gives no number. Other measures need words of the editor.
_STARTING_RULES = {
    Measure.LINKS: Rule(RuleKind.LINKS, "hold", limit=3),
    Measure.REPEATS: Rule(RuleKind.REPEATS, "hold", limit=3),
    Measure.CAPITALS: Rule(RuleKind.CAPITALS, "queue", limit=80),
}


def proposals(text: str, clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses proposed for `text` that `clauses` do not cover, for an editor to confirm."""
    present = list(clauses)
    taken = [clause.measured for clause in present if clause.attribute]
    proposed = started(propose_clauses(text, taken))
    return [clause for clause in proposed if not _is_covered(clause, present)][
        : max(MOST - len(present), 0)
    ]


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
    words = folded(proposed.quote)
    return any(
        words == folded(clause.quote)
        or (
            clause.attribute == proposed.attribute
            and (folded(clause.quote) in words or words in folded(clause.quote))
        )
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
