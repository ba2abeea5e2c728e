"""Fits the map from logits to probabilities on comments that were left out of training."""

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.training.prevalence import masses
from moderation.classifiers.training.shares import fit_shares

# Nothing but two numbers is fitted: hardly any regularisation is needed
_INVERSE_STRENGTH = 100.0


def calibration(logits: Floats, shares: Floats, prevalence: float) -> tuple[float, float]:
    """Return slope and intercept that turn logits into the shares of raters who object.

    The arguments are one number a text; texts whose share is NaN are left out. A
    text counts once as objected to and once as not, each by its share of raters, such that
    objections are as frequent as `prevalence` says.
    """
    given = ~np.isnan(shares)
    logits, shares = logits[given], shares[given]
    objecting, calm = masses(shares, np.ones_like(shares), prevalence)
    fitted = fit_shares(logits[:, None], objecting, calm, inverse_strength=_INVERSE_STRENGTH)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
