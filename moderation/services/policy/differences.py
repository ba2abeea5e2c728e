"""What changed from one policy version to the next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from moderation.models import Clause, PolicyVersion
from moderation.models.policy import RULES

Kind = Literal["same", "added", "removed"]

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both texts share, or that only one of them has."""

    kind: Kind
    text: str


def of_texts(before: str, after: str) -> list[Piece]:
    """The way from one text to the other, word by word.

    The `same` and `removed` pieces make up `before`, the `same` and `added`
    ones `after`.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        pieces += [Piece("removed", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("added", "".join(new[k:m]))] if m > k else []
    return pieces


def of_clauses(before: PolicyVersion | None, after: PolicyVersion) -> list[str]:
    """One sentence for each clause that came, went or changed."""
    return between(before.clauses.all() if before else [], after.clauses.all())


def between(before: Iterable[Clause], after: Iterable[Clause]) -> list[str]:
    """`of_clauses`, of clauses that need not be stored."""
    old, new = _by_subject(before), _by_subject(after)
    came = [f"New: “{new[key].quote}”." for key in new if key not in old]
    went = [f"Gone: “{old[key].quote}”." for key in old if key not in new]
    changed = [_changed(old[key], new[key]) for key in new if key in old]
    return [*came, *went, *filter(None, changed)]


def _by_subject(clauses: Iterable[Clause]) -> dict[str, Clause]:
    """Clauses by what they are about: their attribute, or their words where they have none."""
    return {clause.attribute or f"“{clause.quote}”": clause for clause in clauses}


def _changed(old: Clause, new: Clause) -> str:
    parts = [
        f"{name.replace('_', ' ')} {_said(old, name)} → {_said(new, name)}"
        for name in RULES
        if getattr(old, name) != getattr(new, name)
    ]
    if old.quote != new.quote:
        parts.insert(0, f"quotes “{new.quote}” instead of “{old.quote}”")
    return f"“{new.quote}”: {', '.join(parts)}." if parts else ""


def _said(clause: Clause, name: str) -> str:
    value = getattr(clause, name)
    if isinstance(value, str):
        return f"({len(value.split(chr(10))) if value else 0} entries)"
    return "off" if value is None else str(value)
