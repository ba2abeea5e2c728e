"""The default classifier: a linear model over words and the letters within them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from moderation.classifiers import release_file
from moderation.classifiers.base import ENGLISH_ONLY, Attribute, Released, Scores, Span, log_odds
from moderation.classifiers.linear.compiled import CompiledModel
from moderation.classifiers.linear.evidence import evidence
from moderation.classifiers.linear.weights import LinearWeights

# The release that comes with Comity.
SHIPPED_RELEASE = Path(__file__).parent.parent / "weights" / "linear-2026.11.npz"


class LinearClassifier(Released):
    """Scores with a trained release; thread-safe."""

    def __init__(
        self,
        release: LinearWeights,
        *,
        name: str,
        digest: str,
        languages: Iterable[str] = ENGLISH_ONLY,
        calm_below: float = 1.0,
    ) -> None:
        super().__init__(name=name, digest=digest, languages=languages)
        self._calm_below = calm_below
        self.model = CompiledModel(release)

    @classmethod
    def load(cls, path: Path) -> "LinearClassifier":
        """Return the classifier stored at `path`.

        Raises ReleaseError if the file or its card is missing, damaged or altered.
        """
        release, digest = LinearWeights.load(path)
        return cls(
            release,
            name=path.stem,
            digest=digest,
            languages=release_file.languages(path),
            calm_below=release_file.calm_below(path),
        )

    def measures(self, language: str) -> frozenset[Attribute]:  # noqa: ARG002 -- it has one
        """The attributes that the release was trained for."""
        return frozenset(self.model.attributes)

    def calm_below(self, language: str) -> float:  # noqa: ARG002 -- it has one
        """The toxicity below which the release is sure that a text is calm, by its card."""
        return self._calm_below

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        probabilities = 1 / (1 + np.exp(-self.model.logits(texts)))
        attributes = self.model.attributes
        columns = probabilities.T.tolist()
        return [dict(zip(attributes, row, strict=True)) for row in zip(*columns, strict=True)]

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return the same as `score`."""
        return self.score(texts)

    def knows(self, word: str) -> bool:
        """Tell whether the vocabulary has `word`, given in lower case, as a whole."""
        return word in self.model.known

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the evidence for `attribute`, in text order; a phrase is one span."""
        explanation = self.model.explain(text, self.model.attributes.index(attribute))
        spans, contributions, _ = explanation
        excess = explanation.logit - (log_odds(threshold) if threshold else 0.0)
        return evidence(text, spans, contributions, excess)
