"""The columns that heads are fitted on, and the conversion of their weights to features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from moderation.classifiers.arrays import Floats
from moderation.classifiers.linear.features import features, size
from moderation.classifiers.training.linear.heads import Heads
from moderation.classifiers.training.linear.word_vectors import WordVectors

_LEAST_SEEN = 3


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """Features by name and, behind them, dimensions of word vectors, if there are any."""

    names: tuple[str, ...]
    vectors: WordVectors | None

    @classmethod
    def fit(cls, sequences: Sequence[list[str]], vectors: WordVectors | None) -> "FeatureSpace":
        """Return the space of the features that occur in several of the sequences."""
        vectorizer = CountVectorizer(analyzer=features, min_df=_LEAST_SEEN)
        vectorizer.fit(sequences)
        return cls(tuple(vectorizer.get_feature_names_out()), vectors)

    def columns(self, sequences: Sequence[list[str]]) -> tuple[sparse.csr_matrix, Floats]:
        """Return the sparse matrix of counts and the dense one of vectors.

        Both are texts × columns, divided by the size of each text.
        """
        vocabulary = {name: column for column, name in enumerate(self.names)}
        vectorizer = CountVectorizer(analyzer=features, vocabulary=vocabulary, dtype=np.float64)
        scale = 1 / size([len(set(sequence)) for sequence in sequences])
        counts = (sparse.diags(scale) @ vectorizer.transform(sequences)).tocsr()
        if not self.vectors:
            return counts, np.empty((len(scale), 0))
        return counts, self.vectors.sums(sequences) * scale[:, None]

    def released(self, heads: Heads) -> tuple[tuple[str, ...], Floats]:
        """Return features with their weights: those of vectors go to the words they stand for."""
        table = dict(zip(self.names, heads.weights[: len(self.names)], strict=True))
        if self.vectors:
            shares = self.vectors.vectors @ heads.weights[len(self.names) :]
            for word, share in zip(self.vectors.words, shares, strict=True):
                name = f"<{word}>"
                table[name] = table[name] + share if name in table else share
        return tuple(table), np.array(list(table.values()))
