"""Weighs labelled comments so that attributes are as frequent among them as under news."""

from collections.abc import Mapping

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import DataError

# Shares of comments under news, as readers judge them
PREVALENCE: Mapping[Attribute, float] = {
    Attribute.PROFANITY: 0.08,
    Attribute.PERSONAL_ATTACK: 0.12,
    Attribute.THREAT: 0.03,
    Attribute.IDENTITY_ATTACK: 0.06,
    Attribute.TOXICITY: 0.066,
}


def masses(share: Floats, weights: Floats, prevalence: float) -> tuple[Floats, Floats]:
    """Return how much each comment counts as objectionable and as calm.

    `share` is the share of readers who object; `prevalence` of all mass is objectionable then,
    and the total stays that of `weights`. Raises DataError if either kind is missing.
    """
    bad, calm = weights * share, weights * (1 - share)
    if not (bad.sum() > 0 and calm.sum() > 0):
        raise DataError("Both calm and objectionable comments are needed for each attribute.")
    total = weights.sum()
    return (
        np.asarray(bad * (prevalence * total / bad.sum())),
        np.asarray(calm * ((1 - prevalence) * total / calm.sum())),
    )
