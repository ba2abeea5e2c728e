"""Policies whose prohibitions are marked in place as `{kind: its words}`."""

import re
from dataclasses import dataclass

from moderation.services.policy.reading import Prohibition

_MARKED = re.compile(r"\{(\w+): ([^{}]*)\}")

Named = tuple[str, str]


@dataclass(frozen=True)
class Marked:
    """A policy without its marks, and the kind and the words of each, in order."""

    text: str
    prohibitions: list[Named]


def unmarked(policy: str) -> Marked:
    return Marked(
        _MARKED.sub(lambda found: found[2], policy),
        [(found[1], found[2]) for found in _MARKED.finditer(policy)],
    )


def named(prohibition: Prohibition) -> Named:
    """A prohibition as it is marked: by its attribute or, where it has none, by its measure."""
    return str(prohibition.attribute or prohibition.measure), prohibition.quote
