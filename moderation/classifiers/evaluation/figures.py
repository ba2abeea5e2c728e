"""Evaluates a classifier on labelled comments: ranking, calibration, bias, robustness, workload."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

import numpy as np
from sklearn.metrics import precision_recall_curve

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.base import Attribute, Scores
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus
from moderation.classifiers.corpora.identities import counterfactuals, groups
from moderation.classifiers.corpora.obfuscation import FAMILIES, disguised, embedded, with_lookalike
from moderation.classifiers.evaluation import metrics
from moderation.classifiers.evaluation.metrics import NAN

Figures = dict[str, Any]

_FIGURES: Mapping[str, Callable[[Floats, Floats], float]] = {
    "auc": metrics.auc,
    "average_precision": metrics.average_precision,
    "recall_at_1_percent": lambda share, score: metrics.recall_at(0.01, share, score),
    "recall_at_5_percent": lambda share, score: metrics.recall_at(0.05, share, score),
    "recall_at_10_percent": lambda share, score: metrics.recall_at(0.10, share, score),
    "recall_at_half": metrics.recall,
    "false_positives_at_half": metrics.false_positive_rate,
    "calibration_error": metrics.calibration_error,
    "brier_skill": metrics.brier_skill,
}
_LEAST_GROUP = 50
_MOST_DISGUISED = 500


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Out-of-fold predictions: comments and probabilities, comments × attributes."""

    corpus: Corpus
    probabilities: Floats


class Scorer(Protocol):
    """What can be evaluated: a classifier, or a baseline that scores only some attributes."""

    @property
    def name(self) -> str: ...

    def score(self, texts: Sequence[str]) -> list[Scores]: ...


def evaluate(scorer: Scorer, corpus: Corpus, *, seed: int = 0, repeats: int = 200) -> Figures:
    """Return every figure that can be computed from the corpus, ready to be written as JSON."""
    scores = scorer.score(corpus.texts)
    evaluation: Figures = {
        "classifier": scorer.name,
        "texts": len(corpus),
        "attributes": ranking(scores, corpus, seed=seed, repeats=repeats),
    }
    if scores and Attribute.TOXICITY in scores[0]:
        evaluation["counterfactual_flips"] = _flips(scorer, corpus.texts, seed)
        evaluation["robustness"] = _robustness(scorer, corpus, seed)
    return evaluation


def ranking(scores: Sequence[Scores], corpus: Corpus, *, seed: int, repeats: int) -> Figures:
    """Return ranking, calibration and bias of each attribute that was scored and is labelled."""
    evaluation: Figures = {}
    texts, labels = corpus.texts, corpus.labels
    for column, attribute in enumerate(COLUMNS):
        rows = np.flatnonzero(~np.isnan(labels[:, column]))
        if not len(rows) or attribute not in scores[0]:
            continue
        share = labels[rows, column]
        score = np.array([scores[row][attribute] for row in rows.tolist()])
        evaluation[attribute.value] = {
            **_figures(share, score, repeats=repeats, seed=seed),
            **_curves(share, score),
            "identity": _identity([texts[row] for row in rows], share, score),
        }
    return evaluation


def _figures(share: Floats, score: Floats, *, repeats: int, seed: int) -> Figures:
    figures: Figures = {"texts": len(share), "positive": int(metrics.positive(share).sum())}
    for name, figure in _FIGURES.items():
        low, high = metrics.bootstrap(figure, share, score, repeats=repeats, seed=seed)
        figures[name] = {"value": figure(share, score), "low": low, "high": high}
    return figures


def _curves(share: Floats, score: Floats) -> Figures:
    curves: Figures = {
        "calibration_curve": metrics.calibration_curve(share, score),
        "workload_curve": metrics.workload(share, score),
    }
    if 0 < metrics.positive(share).sum() < len(share):
        precision, recall, _ = precision_recall_curve(metrics.positive(share), score)
        shown = np.linspace(0, len(recall) - 1, min(200, len(recall))).astype(int)
        curves["precision_recall_curve"] = list(
            zip(recall[shown].tolist(), precision[shown].tolist(), strict=True)
        )
    return curves


def _identity(texts: Sequence[str], share: Floats, score: Floats) -> Figures:
    """Return bias over the groups that enough texts mention, and the worst calibration."""
    mentioned = {g: rows for g, rows in groups(texts).items() if rows.sum() >= _LEAST_GROUP}
    errors = {
        group: metrics.calibration_error(share[rows], score[rows])
        for group, rows in mentioned.items()
    }
    worst = max(errors, key=lambda group: errors[group], default=None)
    return {
        "groups": sorted(mentioned),
        **metrics.identity_bias(share, score, mentioned),
        "largest_calibration_error": errors[worst] if worst else NAN,
        "largest_calibration_error_of": worst,
    }


def _flips(scorer: Scorer, texts: Sequence[str], seed: int) -> float:
    """Return the share of identity swaps that carry toxicity across one half."""
    random = Random(seed)  # noqa: S311 -- not a secret
    families = list(counterfactuals(random.sample(texts, min(len(texts), 2000)), random))
    if not families:
        return NAN
    scores = scorer.score([text for family in families for text in family])
    above = np.array([row[Attribute.TOXICITY] >= 0.5 for row in scores])
    sides = above.reshape(len(families), -1)
    return float((sides[:, 1:] != sides[:, :1]).mean())


def _robustness(scorer: Scorer, corpus: Corpus, seed: int) -> Figures:
    """Return the recall kept under obfuscation, and the false positives added by look-alikes."""
    random = Random(seed)  # noqa: S311 -- not a secret
    label = corpus.labels[:, list(COLUMNS).index(Attribute.TOXICITY)]
    toxic = _some(corpus, label >= 0.5, random)
    calm = _some(corpus, label < 0.5, random)
    clean = _flagged(scorer, toxic)
    retention = {
        family: _flagged(scorer, [disguised(text, disguise, random) for text in toxic]) / clean
        for family, disguise in FAMILIES.items()
        if clean
    }
    if clean and calm:
        hidden = _flagged(scorer, [embedded(text, calm, random) for text in toxic])
        retention["embedded"] = hidden / clean
    lookalikes = _flagged(scorer, [with_lookalike(text, random) for text in calm])
    return {
        "texts": len(toxic),
        "clean_recall": clean,
        "retention": retention,
        "false_positives_by_lookalikes": lookalikes - _flagged(scorer, calm),
    }


def _some(corpus: Corpus, chosen: Mask, random: Random) -> list[str]:
    texts = corpus.where(chosen).texts
    return random.sample(texts, min(len(texts), _MOST_DISGUISED))


def _flagged(scorer: Scorer, texts: Sequence[str]) -> float:
    """Return the share of texts whose toxicity reaches one half."""
    scores = scorer.score(texts)
    return float(np.mean([row[Attribute.TOXICITY] >= 0.5 for row in scores])) if texts else NAN


def without_nan(evaluation: Any) -> Any:
    """Return the evaluation with `None` for figures that could not be computed, as JSON needs."""
    if isinstance(evaluation, dict):
        return {key: without_nan(value) for key, value in evaluation.items()}
    if isinstance(evaluation, list | tuple):
        return [without_nan(value) for value in evaluation]
    return None if isinstance(evaluation, float) and math.isnan(evaluation) else evaluation
