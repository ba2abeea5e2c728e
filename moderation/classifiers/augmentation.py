"""Adds copies of comments in the disguises that people use, with the labels they keep."""

from random import Random

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpus import COLUMNS
from moderation.classifiers.disguises import MASKED
from moderation.classifiers.lexicon import Lexicon

_PROFANITY = list(COLUMNS).index(Attribute.PROFANITY)
_PERSONAL_ATTACK = list(COLUMNS).index(Attribute.PERSONAL_ATTACK)
_MASKED_ATTACKS = 0.2
"""The share of merely personal attacks that get a masked copy; profane ones all do."""


def mask_words(
    sequence: list[str], labels: NDArray[np.float64], lexicon: Lexicon, random: Random
) -> list[str] | None:
    """Return the tokens of a comment with some of its bad words masked, or None.

    People mask what they hold to be profane, so mostly profane comments are
    masked, and the mask becomes a sign of profanity.
    """
    profane = labels[_PROFANITY] >= 0.5
    attack = labels[_PERSONAL_ATTACK] >= 0.5 and random.random() < _MASKED_ATTACKS
    found = [token for token in dict.fromkeys(sequence) if token in lexicon]
    if not found or not (profane or attack):
        return None
    chosen = set(random.sample(found, random.randint(1, min(3, len(found)))))
    return [part for token in sequence for part in _masked(token, chosen)]


def _masked(token: str, chosen: set[str]) -> tuple[str, ...]:
    return (MASKED, token) if token in chosen else (token,)
