"""Identity terms: a mention alone must not count as an attack."""

import re
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from moderation.classifiers.arrays import Mask

TERMS = (
    "gay", "lesbian", "bisexual", "transgender", "trans", "queer", "homosexual", "straight",
    "heterosexual", "black", "white", "asian", "latino", "hispanic", "african", "american",
    "european", "indian", "chinese", "japanese", "mexican", "arab", "armenian", "turkish",
    "russian", "jewish", "muslim", "christian", "catholic", "protestant", "buddhist", "hindu",
    "sikh", "atheist", "female", "male", "blind", "deaf", "disabled", "paralyzed", "old", "young",
    "elderly", "immigrant", "refugee",
)  # fmt: skip
_TERM = re.compile(rf"\b(?:{'|'.join(TERMS)})s?\b", re.IGNORECASE)


def groups(texts: Sequence[str]) -> dict[str, Mask]:
    """Return, for each term that occurs, which texts mention it."""
    found = [{match.lower().rstrip("s") for match in _TERM.findall(text)} for text in texts]
    present = {term for terms in found for term in terms}
    return {
        term: np.array([term.rstrip("s") in terms for terms in found])
        for term in TERMS
        if term.rstrip("s") in present
    }


def counterfactuals(texts: Sequence[str], random: Random, *, swaps: int = 3) -> Iterator[list[str]]:
    """Yield each text that mentions one term, followed by copies that mention others."""
    for text in texts:
        if len(set(_TERM.findall(text))) == 1:
            others = random.sample(TERMS, swaps)
            yield [text, *(_TERM.sub(other, text) for other in others)]
