"""The clauses that a card offers for a removal, each with the key that chooses it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.text import folded
from moderation.models import Clause

DIGITS = "123456789"
# A digit, or two keys in a row: 0 and a digit from the tenth on.
KEYS = (*DIGITS, *(f"0{digit}" for digit in DIGITS))


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause to remove under. `key` tells its place in the policy; empty beyond the 18th."""

    clause: Clause
    key: str


class Choices:
    """What a policy version offers for a removal.

    Clauses with equal quotes are one choice: a moderator could not tell them apart. Its key is
    the same on every card under this policy, so that a digit can be learnt.
    """

    def __init__(self, in_force: Sequence[Clause]) -> None:
        self._in_force = _by_quote(in_force)
        self._keys = dict(zip(self._in_force, KEYS, strict=False))

    def led_by(self, likely: Iterable[Clause]) -> list[Choice]:
        """Return the choices, those of the clauses `likely` first.

        Of clauses with equal quotes, the likely one is cited.
        """
        ordered = _by_quote(likely)
        for quote, clause in self._in_force.items():
            ordered.setdefault(quote, clause)
        return [Choice(clause, self._keys.get(quote, "")) for quote, clause in ordered.items()]


def _by_quote(clauses: Iterable[Clause]) -> dict[str, Clause]:
    found: dict[str, Clause] = {}
    for clause in clauses:
        found.setdefault(folded(clause.quote), clause)
    return found
