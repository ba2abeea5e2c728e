"""Fits the joint model: for each attribute a logistic regression on two logits, then a calibration.

All rows must come from comments that neither release was trained on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute
from moderation.classifiers.standard.joint import Calibration, JointModel, probabilities
from moderation.classifiers.training.prevalence import PREVALENCE, masses
from moderation.classifiers.training.shares import fit_shares

# Below every logit: nothing is settled.
NOTHING = -100.0
_KNOTS = 9
# How much a piece of the calibration is drawn to slope 1, as a number of comments.
_STIFFNESS = 20.0
# Flat pieces would make different comments equal.
_LEAST_SLOPE = 0.1
_MOST_SLOPE = 5.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Left-out comments: both models' logits and the labels, comments × `Attribute`.

    A missing label is NaN.
    """

    linear: Floats
    transformer: Floats
    labels: Floats
    weights: Floats

    def where(self, chosen: Mask) -> "Rows":
        return Rows(
            self.linear[chosen], self.transformer[chosen], self.labels[chosen], self.weights[chosen]
        )


def fit(rows: Rows, prevalence: Mapping[Attribute, float] = PREVALENCE) -> JointModel:
    """Return a joint model that leaves nothing to the linear model alone."""
    weights, lines = [], []
    for column, attribute in enumerate(Attribute):
        labelled = rows.where(~np.isnan(rows.labels[:, column]))
        bad, calm = masses(labelled.labels[:, column], labelled.weights, prevalence[attribute])
        pair = np.stack([labelled.linear[:, column], labelled.transformer[:, column]], axis=1)
        bias, own = _weights(pair, bad, calm)
        weights.append([bias, *own])
        lines.append(calibration(bias + pair @ own, bad, calm))
    attributes = len(Attribute)
    return JointModel(
        np.array(weights),
        tuple(lines),
        alone=np.tile([1.0, 0.0], (attributes, 1)),
        settled_below=np.full(attributes, NOTHING),
    )


def _weights(pair: Floats, bad: Floats, calm: Floats) -> tuple[float, Floats]:
    """Return bias and weights, of which none is negative: then that logit is left out."""
    used = np.ones(pair.shape[1], dtype=bool)
    while used.any():
        model = fit_shares(pair[:, used], bad, calm)
        if (model.coef_[0] >= 0).all():
            break
        used[np.flatnonzero(used)[np.argmin(model.coef_[0])]] = False
    own = np.zeros(pair.shape[1])
    own[used] = model.coef_[0] if used.any() else 0.0
    return float(model.intercept_[0]), own


def calibration(logits: Floats, bad: Floats, calm: Floats) -> Calibration:
    """Return the rising line of straight pieces under which the masses are likeliest.

    Its pieces are drawn towards slope 1, so that few comments do not bend it.
    """
    x = _knots(logits, bad, calm)
    least, most = np.zeros(len(x) - 1), np.diff(x)
    least[0], most[-1] = -np.inf, np.inf
    ramps = np.clip(logits[:, None] - x[:-1], least, most)

    def loss(values: Floats) -> tuple[float, Floats]:
        start, slopes = values[0], values[1:]
        z = start + ramps @ slopes
        excess = (bad + calm) * probabilities(z) - bad
        drawn = _STIFFNESS * (slopes - 1)
        cost = bad @ np.logaddexp(0, -z) + calm @ np.logaddexp(0, z) + 0.5 * drawn @ (slopes - 1)
        return float(cost), np.concatenate([[excess.sum()], ramps.T @ excess + drawn])

    pieces = len(x) - 1
    found = minimize(
        loss,
        np.concatenate([[x[0]], np.ones(pieces)]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None)] + [(_LEAST_SLOPE, _MOST_SLOPE)] * pieces,
    ).x
    return Calibration(x, np.cumsum(np.concatenate([[found[0]], np.diff(x) * found[1:]])))


def _knots(logits: Floats, bad: Floats, calm: Floats) -> Floats:
    """Return where the pieces meet: quantiles, the calm and the objectionable in equal parts."""
    mass = bad / bad.sum() + calm / calm.sum()
    order = np.argsort(logits, kind="stable")
    reached = np.cumsum(mass[order]) / mass.sum()
    places = np.searchsorted(reached, np.linspace(0.01, 0.99, _KNOTS))
    x = np.unique(logits[order][np.minimum(places, len(order) - 1)])
    return x if len(x) > 1 else np.array([x[0] - 1, x[0] + 1])
