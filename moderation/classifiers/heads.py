"""Fits and calibrates one linear head per attribute."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights (features × attributes) and bias (attributes)."""

    weights: Floats
    bias: Floats

    @classmethod
    def mean(cls, heads: Sequence["Heads"]) -> "Heads":
        """Return the average model: its logits are the average of theirs."""
        weights = np.mean([head.weights for head in heads], axis=0)
        return cls(weights, np.mean([head.bias for head in heads], axis=0))

    def logits(self, counts: sparse.csr_matrix) -> Floats:
        """Return the logits, texts × attributes."""
        return np.asarray(counts @ self.weights + self.bias)

    def recalibrated(self, slopes: Floats, intercepts: Floats) -> "Heads":
        """Return the heads whose logits are `slopes * logits + intercepts`."""
        return Heads(self.weights * slopes, self.bias * slopes + intercepts)


def fit_heads(
    counts: sparse.csr_matrix, labels: Floats, weights: Floats, *, strength: float, seed: int
) -> Heads:
    """Fit every attribute on the rows that have its label (not NaN)."""
    fitted = []
    for column in labels.T:
        rows = np.flatnonzero(~np.isnan(column))
        fitted.append(
            _fit_head(counts[rows], column[rows], weights[rows], strength=strength, seed=seed)
        )
    return Heads(np.stack([weights for weights, _ in fitted], 1), np.array([b for _, b in fitted]))


def _fit_head(
    counts: sparse.csr_matrix, label: Floats, weight: Floats, *, strength: float, seed: int
) -> tuple[Floats, float]:
    """Fit one head on soft labels: a row stands in both classes, by its share."""
    ratios = _log_count_ratios(counts, label, weight)
    positive, negative = np.flatnonzero(label > 0), np.flatnonzero(label < 1)
    shares = np.concatenate([(label * weight)[positive], ((1 - label) * weight)[negative]])
    target = np.repeat([1, 0], [len(positive), len(negative)])
    model = LogisticRegression(
        C=strength, solver="liblinear", dual=True, tol=0.01, max_iter=300, random_state=seed
    )
    rows = np.concatenate([positive, negative])
    model.fit((counts @ sparse.diags(ratios)).tocsr()[rows], target, sample_weight=shares)
    return ratios * model.coef_[0], float(model.intercept_[0])


def _log_count_ratios(counts: sparse.csr_matrix, label: Floats, weight: Floats) -> Floats:
    """Return how strongly each feature separates the classes (Wang and Manning 2012)."""
    present = counts.sign()
    positive = present.T @ (label * weight) + 1
    negative = present.T @ ((1 - label) * weight) + 1
    ratios = np.log((positive / positive.sum()) / (negative / negative.sum()))
    return np.asarray(np.abs(ratios))


def calibration(logits: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Return the slopes and intercepts that make logits mean shares of readers.

    `logits` must come from models that have not seen the rows.
    """
    lines = []
    for column, label in zip(logits.T, labels.T, strict=True):
        rows = np.flatnonzero(~np.isnan(label))
        share = label[rows]
        model = LogisticRegression(C=1e4).fit(
            np.tile(column[rows], 2)[:, None],
            np.repeat([1, 0], len(rows)),
            np.concatenate([share, 1 - share]),
        )
        lines.append((model.coef_[0, 0], model.intercept_[0]))
    return np.array(lines)[:, 0], np.array(lines)[:, 1]
