"""A release as a scikit-learn pipeline: the reference for compiled inference."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from moderation.classifiers.arrays import Floats
from moderation.classifiers.linear.features import features, sentence_tokens, size, tokens
from moderation.classifiers.linear.weights import LinearWeights
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer


class SizedCounts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts of a release's features in texts, divided by the size of each text."""

    def __init__(self, release: LinearWeights) -> None:
        self.release = release

    def fit(self, texts: Sequence[str], y: None = None) -> "SizedCounts":  # noqa: ARG002
        """Prepare the release's normaliser and vocabulary; the texts are not looked at."""
        self.normalizer_ = Normalizer(Lexicon(self.release.lexicon, self.release.known))
        self.vectorizer_ = CountVectorizer(
            analyzer=features,
            vocabulary={name: row for row, name in enumerate(self.release.features)},
            dtype=np.float64,
        )
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return the counts, texts × features."""
        return self.counts([tokens(self.normalizer_(text).text) for text in texts])

    def counts(self, sequences: Sequence[list[str]]) -> sparse.csr_matrix:
        """Return the counts of sequences of tokens, sequences × features."""
        scale = 1 / size([len(set(sequence)) for sequence in sequences])
        return (sparse.diags(scale) @ self.vectorizer_.transform(sequences)).tocsr()


def scikit_learn_pipeline(release: LinearWeights) -> Pipeline:
    """Return a fitted pipeline whose `decision_function` gives logits, texts × attributes."""
    heads = LogisticRegression()
    heads.classes_ = np.array(release.attributes)
    heads.coef_ = release.weights.astype(np.float64).T
    heads.intercept_ = release.bias
    return Pipeline([("counts", SizedCounts(release).fit([])), ("heads", heads)])


def reference_logits(pipeline: Pipeline, texts: Sequence[str]) -> Floats:
    """Return what `CompiledModel.logits` must equal: the whole or the worst sentence."""
    counts, heads = pipeline.named_steps["counts"], pipeline.named_steps["heads"]
    logits = np.array(pipeline.decision_function(texts))
    parts = [
        (row, part)
        for row, text in enumerate(texts)
        for part in sentence_tokens(text, counts.normalizer_)
    ]
    if parts:
        worst = heads.decision_function(counts.counts([part for _, part in parts]))
        np.maximum.at(logits, [row for row, _ in parts], worst - counts.release.margins)
    return logits
