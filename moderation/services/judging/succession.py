"""Which clause of one version stands for which of another: the one rule for it.

Notices, appeals and findings are carried to the version in force by it, versions are compared
by it, and the clauses of a new text are matched to those that an editor has.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from articles.text import folded
from moderation.models import Clause

# From this ratio on, words for people are taken for a new wording of others
_SIMILAR = 0.5


def likeness(clause: Clause, other: Clause) -> float:
    """How much one clause stands for the other: 0 where it is about something else.

    The same words weigh most, then the same attribute or a rule of the same kind, then how
    similar the words are.  Clauses that only people apply are alike by their words alone.
    """
    same_words = folded(clause.quote) == folded(other.quote)
    same_measure = _measures_same(clause, other)
    for_people = clause.is_for_people and other.is_for_people
    if not (same_words or same_measure or for_people):
        return 0.0
    similar = 1.0 if same_words else _similarity(folded(clause.quote), folded(other.quote))
    if not same_words and not same_measure and similar < _SIMILAR:
        return 0.0
    return 4.0 * same_words + 2.0 * same_measure + similar


def successor(clause: Clause, among: Iterable[Clause]) -> Clause | None:
    """The clause of `among` that stands for `clause`: itself, or else the one most like it."""
    candidates = list(among)
    if clause in candidates:
        return clause
    best = max(candidates, key=lambda other: likeness(clause, other), default=None)
    return best if best and likeness(clause, best) else None


def paired(before: Sequence[Clause], after: Sequence[Clause]) -> dict[int, int]:
    """The places in `after` of the clauses that stand for those of `before`, by their places.

    Each clause is paired once; those most alike first, then in their order.
    """
    alike = [
        (-likeness(old, new), i, k) for i, old in enumerate(before) for k, new in enumerate(after)
    ]
    found: dict[int, int] = {}
    for negative, i, k in sorted(alike):
        if negative and i not in found and k not in found.values():
            found[i] = k
    return found


def _measures_same(clause: Clause, other: Clause) -> bool:
    if clause.attribute or other.attribute:
        return clause.attribute == other.attribute
    return bool({rule.kind for rule in clause.own_rules} & {rule.kind for rule in other.own_rules})


@lru_cache(maxsize=8192)
def _similarity(words: str, others: str) -> float:
    """How similar two quotes are, 0 to 1; 0 at once where they cannot be half alike."""
    matcher = SequenceMatcher(None, words, others)
    if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()
