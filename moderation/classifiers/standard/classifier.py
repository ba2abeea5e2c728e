"""The standard classifier: a linear model and a transformer, joined attribute by attribute."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from moderation.classifiers import release_file
from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import (
    ENGLISH_ONLY,
    Attribute,
    Offsets,
    Released,
    Scores,
    Span,
    log_odds,
)
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.occlusion import fewest_words
from moderation.classifiers.standard.joint import probabilities
from moderation.classifiers.standard.release import JointRelease
from moderation.classifiers.transformer import TransformerClassifier

# The release that comes with Comity.
SHIPPED_RELEASE = Path(__file__).parent.parent / "weights" / "standard-2026.11.joint"


class StandardClassifier(Released):
    """Scores with two releases and the model that joins them; thread-safe.

    Its digest covers all three files.
    """

    def __init__(
        self,
        joint: JointRelease,
        linear: LinearClassifier,
        transformer: TransformerClassifier,
        *,
        name: str,
        digest: str,
        languages: Iterable[str] = ENGLISH_ONLY,
    ) -> None:
        joint.check_pair(linear=linear, transformer=transformer)
        digest = release_file.joined([digest, linear.digest, transformer.digest])
        super().__init__(name=name, digest=digest, languages=languages)
        self._joint = joint.model
        self.linear = linear
        self.transformer = transformer

    @classmethod
    def load(
        cls, path: Path, *, linear: LinearClassifier, transformer: TransformerClassifier
    ) -> "StandardClassifier":
        """Return the classifier that the joint release at `path` makes of the two.

        Raises ReleaseError if the file or its card is missing, damaged or altered, or if it was
        fitted for other releases.
        """
        joint, digest = JointRelease.load(path)
        languages = release_file.languages(path)
        return cls(joint, linear, transformer, name=path.stem, digest=digest, languages=languages)

    @property
    def parts(self) -> tuple[LinearClassifier, TransformerClassifier]:
        """The two classifiers that are joined."""
        return self.linear, self.transformer

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        return _rows(self.logits(texts))

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order, of the linear model alone where it is certain.

        Several times faster than `score`. Under the default policy the verdict differs for fewer
        than 1 in 1,000 comments, as the release's card records.
        """
        linear = linear_logits(self.linear, texts)
        logits = self._joint.logits_alone(linear)
        rest = np.flatnonzero(~self._joint.settled(linear))
        if len(rest):
            transformer = transformer_logits(
                self.transformer, [texts[row] for row in rest.tolist()]
            )
            logits[rest] = self._joint.logits(linear[rest], transformer)
        return _rows(logits)

    def settled(self, texts: Sequence[str]) -> list[bool]:
        """Tell which texts `score_in_bulk` leaves to the linear model."""
        found: list[bool] = self._joint.settled(linear_logits(self.linear, texts)).tolist()
        return found

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the joined logits, texts × `Attribute`."""
        return self._joint.logits(
            linear_logits(self.linear, texts), transformer_logits(self.transformer, texts)
        )

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the fewest words without which the joined score falls below `threshold`.

        What each part makes of the words says which to try; what is returned was verified by
        scoring the text without them. Empty where no few words carry it.
        """
        column = list(Attribute).index(attribute)
        limit = log_odds(0.5 if threshold is None else threshold)

        def excess(texts: Sequence[str]) -> list[float]:
            found: list[float] = (self.logits(texts)[:, column] - limit).tolist()
            return found

        def shares(left: str) -> list[tuple[Offsets, float]]:
            return self._shares(left, attribute)

        return fewest_words(text, shares, excess)

    def _shares(self, text: str, attribute: Attribute) -> list[tuple[Offsets, float]]:
        """Return what the tokens add to the joined logit before calibration, by either part."""
        _, by_linear, by_transformer = self._joint.weights[list(Attribute).index(attribute)]
        exact = self.linear.model.explain(text, self.linear.model.attributes.index(attribute))
        return [
            *(
                (span, by_linear * share)
                for span, share in zip(exact.spans, exact.contributions, strict=True)
            ),
            *(
                (span, by_transformer * share)
                for span, share in self.transformer.shares(text, attribute)
            ),
        ]

    def knows(self, word: str) -> bool:
        """Tell whether the linear model's vocabulary has `word`, in lower case, as a whole."""
        return self.linear.knows(word)


def linear_logits(classifier: LinearClassifier, texts: Sequence[str]) -> Floats:
    """Return the logits of a linear release, texts × `Attribute`."""
    columns = [classifier.model.attributes.index(attribute) for attribute in Attribute]
    return np.asarray(classifier.model.logits(texts)[:, columns], float)


def transformer_logits(classifier: TransformerClassifier, texts: Sequence[str]) -> Floats:
    """Return the logits of a transformer, texts × `Attribute`."""
    columns = [classifier.attributes.index(attribute) for attribute in Attribute]
    return np.asarray(classifier.logits(texts)[:, columns], float)


def _rows(logits: Floats) -> list[Scores]:
    return [dict(zip(Attribute, row, strict=True)) for row in probabilities(logits).tolist()]
