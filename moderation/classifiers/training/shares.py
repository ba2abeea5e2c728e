"""Fits a logistic regression to shares of readers rather than to classes."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from moderation.classifiers.arrays import Floats


def fit_shares(
    features: Floats, objecting: Floats, calm: Floats, *, inverse_strength: float = 1e4
) -> LogisticRegression:
    """Return the regression in which each text counts once as objected to and once as not.

    `features` are texts × features; `objecting` and `calm` how much each text counts as
    either. By default it is hardly regularised, as fits where few numbers are fitted to many texts.
    """
    return LogisticRegression(C=inverse_strength).fit(
        np.concatenate([features, features]),
        np.repeat([1, 0], len(features)),
        np.concatenate([objecting, calm]),
    )
