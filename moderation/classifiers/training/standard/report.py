"""What a joint model gains on comments that it was not fitted on, for card and console."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from rich.table import Table

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.identities import groups
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.standard.joint import JointModel, probabilities
from moderation.classifiers.training.prevalence import PREVALENCE, masses
from moderation.classifiers.training.standard.joint import Rows

Card = dict[str, Any]
_BINS = 15
_LEAST_GROUP = 30
_WORST = 5


def figures(
    model: JointModel, rows: Rows, texts: list[str], prevalence: Mapping[Attribute, float]
) -> Card:
    """Return, by attribute, the AUC of each part and of both, calibration and the worst groups.

    The calibration error is at `prevalence`.
    """
    joined = model.logits(rows.linear, rows.transformer)
    mentions = groups(texts)
    return {
        attribute.value: _of_attribute(rows, joined, column, mentions, prevalence[attribute])
        for column, attribute in enumerate(Attribute)
        if (~np.isnan(rows.labels[:, column])).any()
    }


def _of_attribute(
    rows: Rows, joined: Floats, column: int, mentions: Mapping[str, Any], prevalence: float
) -> Card:
    known = ~np.isnan(rows.labels[:, column])
    share, score = rows.labels[known, column], joined[known, column]
    bad, calm = masses(share, rows.weights[known], prevalence)
    return {
        "texts": int(known.sum()),
        "auc_linear": metrics.auc(share, rows.linear[known, column]),
        "auc_transformer": metrics.auc(share, rows.transformer[known, column]),
        "auc": metrics.auc(share, score),
        "calibration_error": calibration_error(probabilities(score), bad, calm),
        "worst_groups": _worst_groups(
            share, score, {term: rows_of[known] for term, rows_of in mentions.items()}
        ),
    }


def calibration_error(probability: Floats, bad: Floats, calm: Floats) -> float:
    """Return the expected calibration error over 15 bins of equal mass."""
    order = np.argsort(probability, kind="stable")
    total = (bad + calm).sum()
    edges = np.searchsorted(np.cumsum((bad + calm)[order]), np.linspace(0, total, _BINS + 1)[1:-1])
    gaps = [
        abs(float(((bad + calm)[part] * probability[part]).sum() - bad[part].sum()))
        for part in np.split(order, edges)
    ]
    return sum(gaps) / float(total)


def _worst_groups(share: Floats, score: Floats, mentions: Mapping[str, Any]) -> dict[str, float]:
    """Return the BPSN AUC of the groups whose calm mentions rank worst."""
    truth = metrics.positive(share)
    bpsn = {
        term: metrics.group_aucs(share, score, rows)["bpsn_auc"]
        for term, rows in mentions.items()
        if (rows & ~truth).sum() >= _LEAST_GROUP
    }
    return dict(sorted(bpsn.items(), key=lambda pair: pair[1])[:_WORST])


def table(found: Card) -> Table:
    """Return the figures as a table for the console."""
    shown = Table(title="Left-out comments that the joint model was not fitted on")
    shown.add_column("Attribute")
    for name in ("Linear AUC", "Transformer AUC", "Joint AUC", "Calibration error", "Worst groups"):
        shown.add_column(name, justify="right")
    for attribute, own in found.items():
        worst = ", ".join(f"{term} {value:.3f}" for term, value in own["worst_groups"].items())
        shown.add_row(
            attribute,
            f"{own['auc_linear']:.4f}",
            f"{own['auc_transformer']:.4f}",
            f"{own['auc']:.4f}",
            f"{own['calibration_error']:.4f}",
            worst,
        )
    return shown


def prevalences() -> dict[str, float]:
    """Return the prevalences that the shipped release is fitted for, as the card has them."""
    return {attribute.value: share for attribute, share in PREVALENCE.items()}
