"""Chooses which comments the linear model may settle in bulk work.

Verdicts are those of a policy with one clause for each attribute: 0 for none of its thresholds
reached, 1 for the first, 2 for the second.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.standard.joint import JointModel, probabilities
from moderation.classifiers.training.shares import fit_shares
from moderation.classifiers.training.standard.joint import NOTHING

# At most this share of verdicts may differ from those of the joint model.
MOST_CHANGED = 0.001
Thresholds = Mapping[Attribute, tuple[float, float]]

_QUANTILES = np.linspace(0.02, 0.995, 60)


class Shortcut(NamedTuple):
    """The shares of comments that are settled, and of verdicts that differ for it."""

    settled: float
    changed: float


def verdicts(probability: Floats, thresholds: Thresholds) -> NDArray[np.int64]:
    """Return the verdict on each row of probabilities, comments × `Attribute`."""
    limits = np.array([thresholds[attribute] for attribute in Attribute])
    return np.asarray((probability[:, :, None] >= limits).sum(axis=2).max(axis=1))


def settling(
    model: JointModel,
    linear: Floats,
    transformer: Floats,
    weights: Floats,
    thresholds: Thresholds,
    *,
    most_changed: float = MOST_CHANGED,
) -> JointModel:
    """Return `model` with the bounds that settle the most of these comments.

    A settled comment breaks no clause, so at most `most_changed` of them may break one.
    """
    joined = probabilities(model.logits(linear, transformer))
    broken = verdicts(joined, thresholds) > 0
    grid = np.quantile(linear, _QUANTILES, axis=0)
    budget = most_changed * weights.sum()
    best, most = np.full(len(Attribute), NOTHING), 0.0
    for start in range(0, len(grid), 3):
        bounds = _raised(grid[start], linear, np.where(broken, weights, 0.0), budget)
        settled = (linear < bounds).all(axis=1)
        if weights[settled & broken].sum() <= budget and weights[settled].sum() > most:
            best, most = bounds, float(weights[settled].sum())
    if most:  # no further than the comments seen here
        best = linear[(linear < best).all(axis=1)].max(axis=0) + 1e-6
    alone = _alone(linear, joined, weights, best, thresholds)
    return replace(model, settled_below=best, alone=alone)


def measure(
    model: JointModel,
    linear: Floats,
    transformer: Floats,
    weights: Floats,
    thresholds: Thresholds,
) -> Shortcut:
    """Return what the short cut of `model` does to these comments."""
    settled = model.settled(linear)
    whole = probabilities(model.logits(linear, transformer))
    alone = probabilities(model.logits_alone(linear))
    changed = settled & (verdicts(whole, thresholds) != verdicts(alone, thresholds))
    total = weights.sum()
    return Shortcut(float(weights[settled].sum() / total), float(weights[changed].sum() / total))


def _raised(start: Floats, linear: Floats, harm: Floats, budget: float) -> Floats:
    """Return the bounds in `start`, each raised as far as the harm of what is settled allows.

    Those are raised first that keep the fewest harmful comments from being settled.
    """
    bounds = start.copy()
    harmful = harm > 0
    for column in np.argsort((linear[harmful] >= bounds).sum(axis=0)).tolist():
        others = np.delete(linear < bounds, column, axis=1).all(axis=1)
        at_risk = np.flatnonzero(others & harmful)
        order = at_risk[np.argsort(linear[at_risk, column], kind="stable")]
        allowed = int(np.searchsorted(np.cumsum(harm[order]), budget, side="right"))
        bounds[column] = (
            linear[order[allowed], column] if allowed < len(order) else linear[:, column].max() + 1
        )
    return np.asarray(bounds)


def _alone(
    linear: Floats, joined: Floats, weights: Floats, bounds: Floats, thresholds: Thresholds
) -> Floats:
    """Return the lines that turn a settled comment's linear logits into joined ones.

    At the bounds they stay below the thresholds, so that a settled comment breaks no clause.
    """
    settled = (linear < bounds).all(axis=1)
    lines = []
    for column, attribute in enumerate(Attribute):
        slope, intercept = _line(linear[settled, column], joined[settled, column], weights[settled])
        limit = thresholds[attribute][0]
        room = np.log(limit / (1 - limit)) - 1e-3 - (slope * bounds[column] + intercept)
        lines.append([slope, intercept + min(room, 0.0)])
    return np.array(lines)


def _line(logits: Floats, share: Floats, weights: Floats) -> tuple[float, float]:
    if not len(logits):
        return 1.0, 0.0
    model = fit_shares(logits[:, None], weights * share, weights * (1 - share))
    slope = float(model.coef_[0, 0])
    if slope >= 0:
        return slope, float(model.intercept_[0])
    mean = float(np.average(share, weights=weights))
    return 0.0, float(np.log(mean / (1 - mean)))
