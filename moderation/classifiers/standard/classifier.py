"""The standard classifier: a linear model and a transformer, joined attribute by attribute."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from moderation.classifiers import release_file
from moderation.classifiers.arrays import Floats, Mask
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
# The columns of what a passage may be: an attack wherever it stands
_ATTACKS = [column for column, one in enumerate(Attribute) if one is not Attribute.TOXICITY]
_IDENTITY = list(Attribute).index(Attribute.IDENTITY_ATTACK)
# More than any token adds
_MOST_SHARE = 10.0


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
        self._passages = joint.passages
        self._slurs = joint.slurs
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
        rest = np.flatnonzero(~self._settled(texts, linear))
        if len(rest):
            logits[rest] = self.logits([texts[row] for row in rest.tolist()], linear[rest])
        return _rows(logits)

    def settled(self, texts: Sequence[str]) -> list[bool]:
        """Tell which texts `score_in_bulk` leaves to the linear model."""
        found: list[bool] = self._settled(texts, linear_logits(self.linear, texts)).tolist()
        return found

    def _settled(self, texts: Sequence[str], linear: Floats) -> Mask:
        settled = self._joint.settled(linear)
        for row in np.flatnonzero(settled).tolist():
            settled[row] = not (self._passages.of(texts[row]) or self._names_slur(texts[row]))
        return settled

    def logits(self, texts: Sequence[str], linear: Floats | None = None) -> Floats:
        """Return the joined logits, texts × `Attribute`; `linear` are the linear ones, if known.

        An attack counts wherever it stands: a passage of a long stretch as the comment, and a
        slur whatever is around it. Toxicity is what the comment is as a whole.
        """
        logits = self._of_wholes(texts, linear)
        self._raise_to_passages(logits, texts)
        named = [row for row, text in enumerate(texts) if self._names_slur(text)]
        least = log_odds(self._slurs.least)
        logits[named, _IDENTITY] = np.maximum(logits[named, _IDENTITY], least)
        return logits

    def _of_wholes(self, texts: Sequence[str], linear: Floats | None = None) -> Floats:
        """Return the joined logits of each text read as a whole."""
        if linear is None:
            linear = linear_logits(self.linear, texts)
        return self._joint.logits(linear, transformer_logits(self.transformer, texts))

    def _raise_to_passages(self, logits: Floats, texts: Sequence[str]) -> None:
        """Raise the logits of attacks to those of each text's worst passage."""
        owners, parts = [], []
        for row, text in enumerate(texts):
            for span in self._passages.of(text):
                owners.append(row)
                parts.append(text[slice(*span)])
        for row, read in zip(owners, self._of_wholes(parts), strict=True):
            worst = np.maximum(logits[row], read - self._passages.margin)
            logits[row, _ATTACKS] = worst[_ATTACKS]

    def _names_slur(self, text: str) -> bool:
        return self._slurs.pattern.search(self.transformer.normalized(text)) is not None

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
        """Return what the tokens add to the joined logit before calibration, by either part.

        In the worst passage, where the text has any; a slur as much as could be.
        """
        start, end = self._worst_part(text, attribute)
        found = [
            ((first + start, last + start), share)
            for (first, last), share in self._shares_of_whole(text[start:end], attribute)
        ]
        if attribute is Attribute.IDENTITY_ATTACK:
            slurs = self.transformer.matches(self._slurs.pattern, text)
            found.extend((span, _MOST_SHARE) for span in slurs)
        return found

    def _worst_part(self, text: str, attribute: Attribute) -> Offsets:
        """Return the offsets of the passage that counts more than the whole text, or of that."""
        parts = [(0, len(text)), *self._passages.of(text)]
        column = list(Attribute).index(attribute)
        if len(parts) == 1 or column not in _ATTACKS:
            return parts[0]
        logits = self._of_wholes([text[slice(*part)] for part in parts])[:, column]
        logits[1:] -= self._passages.margin
        return parts[int(logits.argmax())]

    def _shares_of_whole(self, text: str, attribute: Attribute) -> Iterator[tuple[Offsets, float]]:
        _, by_linear, by_transformer = self._joint.weights[list(Attribute).index(attribute)]
        exact = self.linear.model.explain(text, self.linear.model.attributes.index(attribute))
        for span, share in zip(exact.spans, exact.contributions, strict=True):
            yield span, by_linear * share
        for span, share in self.transformer.shares(text, attribute):
            yield span, by_transformer * share

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
