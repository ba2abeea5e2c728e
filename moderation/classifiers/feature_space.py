"""The columns a head is fitted on, and how its weights become weights of features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from moderation.classifiers.features import features, size
from moderation.classifiers.heads import Heads
from moderation.classifiers.word_vectors import WordVectors

Floats = NDArray[np.float64]

_LEAST_SEEN = 3


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """Features by name and, behind them, dimensions of word vectors, if there are any."""

    names: tuple[str, ...]
    vectors: WordVectors | None

    @classmethod
    def fit(
        cls, sequences: Sequence[list[str]], vectors: WordVectors | None
    ) -> tuple["FeatureSpace", sparse.csr_matrix, Floats]:
        """Return the space, the sparse matrix of counts and the dense one of vectors.

        Both are texts × columns, divided by the size of each text.
        """
        vectorizer = CountVectorizer(analyzer=features, min_df=_LEAST_SEEN, dtype=np.float64)
        scale = 1 / size([len(set(sequence)) for sequence in sequences])
        counts = (sparse.diags(scale) @ vectorizer.fit_transform(sequences)).tocsr()
        dense = vectors.sums(sequences) * scale[:, None] if vectors else np.empty((len(scale), 0))
        return cls(tuple(vectorizer.get_feature_names_out()), vectors), counts, dense

    def released(self, heads: Heads) -> tuple[tuple[str, ...], Floats]:
        """Return features with their weights: those of vectors go to the words they stand for."""
        table = dict(zip(self.names, heads.weights[: len(self.names)], strict=True))
        if self.vectors:
            shares = self.vectors.vectors @ heads.weights[len(self.names) :]
            for word, share in zip(self.vectors.words, shares, strict=True):
                name = f"<{word}>"
                table[name] = table[name] + share if name in table else share
        return tuple(table), np.array(list(table.values()))
