"""Fits and calibrates one linear head per attribute."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from moderation.classifiers.arrays import Floats
from moderation.classifiers.training.shares import fit_shares

# The source of generated sentences, which gets no bias of its own
ADDED = "added"
# The scale of the bias per source, which keeps a source's base rate out of word weights
_SOURCE_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights (columns × attributes) and bias (attributes)."""

    weights: Floats
    bias: Floats

    @classmethod
    def mean(cls, heads: Sequence["Heads"]) -> "Heads":
        """Return the average model: its logits are the average of theirs."""
        weights = np.mean([head.weights for head in heads], axis=0)
        return cls(weights, np.mean([head.bias for head in heads], axis=0))

    def logits(self, counts: sparse.csr_matrix, dense: Floats) -> Floats:
        """Return the logits, texts × attributes."""
        width = counts.shape[1]
        sums = counts @ self.weights[:width] + dense @ self.weights[width:]
        return np.asarray(sums + self.bias)

    def recalibrated(self, slopes: Floats, intercepts: Floats) -> "Heads":
        """Return the heads whose logits are `slopes * logits + intercepts`."""
        return Heads(self.weights * slopes, self.bias * slopes + intercepts)


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to fit on: columns, labels (NaN where missing), weights and sources.

    `comments` says which comment of the corpus a row is or copies; -1 for none.
    """

    counts: sparse.csr_matrix
    dense: Floats
    labels: Floats
    weights: Floats
    sources: NDArray[np.str_]
    comments: NDArray[np.intp]

    def rows(self, chosen: NDArray[np.intp]) -> "Sample":
        """Return the chosen rows."""
        return Sample(
            self.counts[chosen],
            self.dense[chosen],
            self.labels[chosen],
            self.weights[chosen],
            self.sources[chosen],
            self.comments[chosen],
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """How heads are fitted, for ablation.

    `strengths` are the inverse regularisation of each attribute of COLUMNS. With
    fewer positive rows than `least_for_ratios`, as there are of threats,
    log-count ratios are mostly chance.
    """

    strengths: tuple[float, ...] = (0.1, 0.1, 0.3, 0.1, 0.3)
    least_for_ratios: float = 1_000
    soft_labels: bool = True
    source_bias: bool = True


def fit_heads(sample: Sample, fit: Fit, *, seed: int) -> Heads:
    """Fit every attribute on the rows that have its label; one without any gets no weights."""
    fitted = []
    for attribute in range(sample.labels.shape[1]):
        rows = np.flatnonzero(~np.isnan(sample.labels[:, attribute]))
        if not len(rows):
            fitted.append((np.zeros(sample.counts.shape[1] + sample.dense.shape[1]), 0.0))
            continue
        fitted.append(_fit_head(sample.rows(rows), attribute, fit, seed=seed))
    return Heads(np.stack([weights for weights, _ in fitted], 1), np.array([b for _, b in fitted]))


def _fit_head(sample: Sample, attribute: int, fit: Fit, *, seed: int) -> tuple[Floats, float]:
    """Fit one head on soft labels: a row stands in both classes, by its share."""
    label, weight = sample.labels[:, attribute], sample.weights
    if not fit.soft_labels:
        label = (label >= 0.5).astype(float)
    scaled = label.sum() >= fit.least_for_ratios
    ratios = _log_count_ratios(sample.counts, label, weight) if scaled else None
    columns = _columns(sample, ratios, source_bias=fit.source_bias)
    positive, negative = np.flatnonzero(label > 0), np.flatnonzero(label < 1)
    rows = np.concatenate([positive, negative])
    model = LogisticRegression(
        C=fit.strengths[attribute],
        solver="liblinear",
        dual=True,
        tol=0.02,
        max_iter=1000,
        random_state=seed,
    )
    model.fit(
        columns[rows],
        np.repeat([1, 0], [len(positive), len(negative)]),
        sample_weight=np.concatenate(
            [(label * weight)[positive], ((1 - label) * weight)[negative]]
        ),
    )
    width = sample.counts.shape[1]
    weights = model.coef_[0, : width + sample.dense.shape[1]].copy()
    if ratios is not None:
        weights[:width] *= ratios
    return weights, float(model.intercept_[0])


def _columns(sample: Sample, ratios: Floats | None, *, source_bias: bool) -> sparse.csr_matrix:
    """Return scaled counts, vectors and a column per source, which is dropped after the fit."""
    counts = sample.counts if ratios is None else sample.counts @ sparse.diags(ratios)
    blocks = [counts, sparse.csr_matrix(sample.dense)]
    if source_bias:
        names, source = np.unique(sample.sources, return_inverse=True)
        place = (np.arange(len(source)), source)
        values = np.where(sample.sources == ADDED, 0, _SOURCE_SCALE)
        blocks.append(sparse.csr_matrix((values, place), shape=(len(source), len(names))))
    return sparse.hstack(blocks).tocsr()


def _log_count_ratios(counts: sparse.csr_matrix, label: Floats, weight: Floats) -> Floats:
    """Return how strongly each feature separates the classes (Wang and Manning 2012)."""
    present = counts.sign()
    positive = present.T @ (label * weight) + 1
    negative = present.T @ ((1 - label) * weight) + 1
    ratios = np.log((positive / positive.sum()) / (negative / negative.sum()))
    return np.asarray(np.abs(ratios))


def calibration(logits: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Return the slopes and intercepts that make logits mean shares of readers.

    `logits` must come from models that have not seen the rows. Those of an attribute without
    labels stay as they are.
    """
    lines = []
    for column, label in zip(logits.T, labels.T, strict=True):
        rows = np.flatnonzero(~np.isnan(label))
        share = label[rows]
        if not len(rows):
            lines.append((1.0, 0.0))
            continue
        model = fit_shares(column[rows][:, None], share, 1 - share)
        lines.append((model.coef_[0, 0], model.intercept_[0]))
    return np.array(lines)[:, 0], np.array(lines)[:, 1]
