"""Metrics of classifiers; `share` is the share of readers who object.

Ranking figures need classes: a text counts as positive where at least half of
its readers object. Calibration figures use the shares themselves.
"""

from collections.abc import Callable, Mapping

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from moderation.classifiers.arrays import Floats, Mask

NAN = float("nan")
_POWER = -5.0
_BINS = 15


def positive(share: Floats) -> Mask:
    """Return which texts count as positive."""
    return np.asarray(share >= 0.5)


def auc(share: Floats, score: Floats) -> float:
    """Return the area under the ROC curve, NaN where a class is missing."""
    truth = positive(share)
    return float(roc_auc_score(truth, score)) if 0 < truth.sum() < len(truth) else NAN


def average_precision(share: Floats, score: Floats) -> float:
    """Return the average precision, NaN where a class is missing."""
    truth = positive(share)
    return float(average_precision_score(truth, score)) if 0 < truth.sum() < len(truth) else NAN


def recall_at(rate: float, share: Floats, score: Floats) -> float:
    """Return the greatest recall with at most `rate` false positives among calm texts."""
    truth = positive(share)
    if not 0 < truth.sum() < len(truth):
        return NAN
    false, true, _ = roc_curve(truth, score)
    return float(true[false <= rate].max())


def false_positive_rate(share: Floats, score: Floats, threshold: float = 0.5) -> float:
    """Return the share of calm texts at or above `threshold`."""
    calm = ~positive(share)
    return float((score[calm] >= threshold).mean()) if calm.any() else NAN


def recall(share: Floats, score: Floats, threshold: float = 0.5) -> float:
    """Return the share of positive texts at or above `threshold`."""
    truth = positive(share)
    return float((score[truth] >= threshold).mean()) if truth.any() else NAN


def calibration_curve(share: Floats, score: Floats) -> list[tuple[float, float, int]]:
    """Return mean score, mean share and size of 15 bins of equal mass."""
    bins = np.array_split(np.argsort(score, kind="stable"), min(_BINS, len(score)))
    return [(float(score[b].mean()), float(share[b].mean()), len(b)) for b in bins]


def calibration_error(share: Floats, score: Floats) -> float:
    """Return the expected calibration error over 15 bins of equal mass."""
    gaps = [abs(mean - seen) * size for mean, seen, size in calibration_curve(share, score)]
    return sum(gaps) / len(score) if len(score) else NAN


def brier_skill(share: Floats, score: Floats) -> float:
    """Return the share by which the squared error is below that of always predicting the mean."""
    reference = float(((share - share.mean()) ** 2).mean()) if len(share) else 0.0
    return 1 - float(((share - score) ** 2).mean()) / reference if reference else NAN


def power_mean(values: list[float]) -> float:
    """Return the mean with exponent -5, which is close to the worst value."""
    kept = np.array([value for value in values if not np.isnan(value)])
    if not len(kept):
        return NAN
    return float((kept**_POWER).mean() ** (1 / _POWER)) if kept.all() else 0.0


def group_aucs(share: Floats, score: Floats, group: Mask) -> dict[str, float]:
    """Return the subgroup, BPSN and BNSP AUC of one group; `group` marks texts that mention it.

    BPSN sets calm texts that mention the group against positive ones that do
    not (low: mentions count as attacks); BNSP the other way round (low: attacks
    on the group are missed). Borkan et al. 2019.
    """
    truth = positive(share)
    parts = {
        "subgroup_auc": group,
        "bpsn_auc": np.asarray(group != truth),
        "bnsp_auc": np.asarray(group == truth),
    }
    return {name: auc(share[rows], score[rows]) for name, rows in parts.items()}


def identity_bias(share: Floats, score: Floats, groups: Mapping[str, Mask]) -> dict[str, float]:
    """Return the power means over groups of what `group_aucs` gives for each."""
    found = [group_aucs(share, score, group) for group in groups.values()]
    return {
        name: power_mean([aucs[name] for aucs in found])
        for name in ("subgroup_auc", "bpsn_auc", "bnsp_auc")
    }


def workload(share: Floats, score: Floats) -> list[tuple[float, float]]:
    """Return the recall that is reached by reviewing each share of all texts."""
    order = np.argsort(-score, kind="stable")
    found = np.cumsum(positive(share)[order])
    total = max(int(found[-1]), 1) if len(found) else 1
    steps = np.linspace(0, len(order), 51).astype(int)[1:]
    return [(float(n / len(order)), float(found[n - 1] / total)) for n in steps if n]


def bootstrap(
    figure: Callable[[Floats, Floats], float],
    share: Floats,
    score: Floats,
    *,
    repeats: int = 200,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the 95 % interval of `figure` over resampled texts."""
    random = np.random.default_rng(seed)
    values = []
    for _ in range(repeats):
        rows = random.integers(0, len(share), len(share))
        values.append(figure(share[rows], score[rows]))
    known = [value for value in values if not np.isnan(value)]
    if not known:
        return NAN, NAN
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
