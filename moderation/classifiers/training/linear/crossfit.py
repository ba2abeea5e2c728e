"""Cross-fitting: the average of models that each leave a fold out, and their predictions on it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from moderation.classifiers.arrays import Floats, Mask
from moderation.classifiers.corpora.corpus import COLUMNS, Corpus, bucket
from moderation.classifiers.evaluation.figures import LeftOut
from moderation.classifiers.linear.features import sentence_tokens, tokens
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.training.linear.feature_space import FeatureSpace
from moderation.classifiers.training.linear.heads import Fit, Heads, Sample, calibration, fit_heads

# How much a sentence's logit must exceed the whole text's to decide, before calibration.
#
# Chosen on left-out comments of natural prevalence: from 2 to 4 the ranking is the same within
# 0.002, less loses precision and more loses insults among calm sentences.
SENTENCE_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Comments as columns, whole and sentence by sentence; `owners` says whose a sentence is."""

    whole: tuple[sparse.csr_matrix, Floats]
    parts: tuple[sparse.csr_matrix, Floats]
    owners: NDArray[np.intp]

    @classmethod
    def of(cls, texts: list[str], space: FeatureSpace, normalize: Normalizer) -> "Measured":
        wholes = [tokens(normalize(text).text) for text in texts]
        parts = [(row, p) for row, t in enumerate(texts) for p in sentence_tokens(t, normalize)]
        owners = np.array([row for row, _ in parts], dtype=np.intp)
        return cls(space.columns(wholes), space.columns([part for _, part in parts]), owners)

    def logits(self, heads: Heads) -> Floats:
        """Return the logits, comments × attributes: of the whole or of the worst sentence."""
        logits = heads.logits(*self.whole)
        np.maximum.at(logits, self.owners, heads.logits(*self.parts) - SENTENCE_MARGIN)
        return logits


@dataclass(frozen=True, slots=True)
class CrossFit:
    """The calibrated average of the models, the sentence margins, and out-of-fold predictions."""

    heads: Heads
    margins: Floats
    left_out: LeftOut


def crossfit(
    corpus: Corpus,
    sample: Sample,
    space: FeatureSpace,
    normalize: Normalizer,
    *,
    fit: Fit,
    folds: int,
    seed: int,
    advance: Callable[[], None],
) -> CrossFit:
    """Fit a model without each fold of `corpus`, of which `sample` are the rows to fit on.

    Copies stay out with their comment. Calibration uses the random sample only; the
    predictions for a comment are calibrated on other folds.
    """
    fold_of = np.array([bucket(f"fold {text}", folds) for text in corpus.texts])
    used_by = np.where(sample.comments < 0, -1, fold_of[sample.comments])
    chosen = np.isin(corpus.sources, np.unique(corpus.sources[corpus.random_sample]))
    shown, fold_of = corpus.where(chosen), fold_of[chosen]
    measured = Measured.of(shown.texts, space, normalize)
    unseen, models = np.zeros((len(shown), len(COLUMNS))), []
    for fold in range(folds):
        models.append(fit_heads(sample.rows(np.flatnonzero(used_by != fold)), fit, seed=seed))
        unseen[fold_of == fold] = measured.logits(models[-1])[fold_of == fold]
        advance()

    def line(rows: Mask) -> tuple[Floats, Floats]:
        return calibration(unseen[rows], shown.labels[rows])

    calibrated = np.zeros_like(unseen)
    for fold in range(folds):
        slopes, intercepts = line(shown.random_sample & (fold_of != fold))
        calibrated[fold_of == fold] = unseen[fold_of == fold] * slopes + intercepts
    slopes, intercepts = line(shown.random_sample)
    return CrossFit(
        Heads.mean(models).recalibrated(slopes, intercepts),
        margins=SENTENCE_MARGIN * slopes,
        left_out=LeftOut(shown, 1 / (1 + np.exp(-calibrated))),
    )
