"""Scores texts anew, and keeps both scores of each attribute."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from moderation.classifiers.base import Attribute, Classifier, NotScored, Scores
from moderation.services.judging import written
from moderation.services.policy.old_scores.matching import Floats
from moderation.services.policy.old_scores.reading import Scored

BATCH_SIZE = 100
NOT_READ = "in a language that is not read"
NOT_SCORED = "not scored by the classifier"


@dataclass(slots=True)
class Comparison:
    """The old and the new scores of each attribute, in the same order, and what was left out."""

    left_out: Counter[str] = field(default_factory=Counter)
    _old: dict[Attribute, "array[float]"] = field(
        default_factory=lambda: {attribute: array("d") for attribute in Attribute}
    )
    _new: dict[Attribute, "array[float]"] = field(
        default_factory=lambda: {attribute: array("d") for attribute in Attribute}
    )

    def add(self, old: Scores, new: Scores) -> None:
        for attribute, score in old.items():
            self._old[attribute].append(score)
            self._new[attribute].append(new[attribute])

    def scores(self, attribute: Attribute) -> tuple[Floats, Floats]:
        """The old scores and the new ones."""
        return np.array(self._old[attribute]), np.array(self._new[attribute])


def compare(texts: Iterable[Scored], classifier: Classifier) -> Comparison:
    """Score `texts` as comments are scored.  Raises ReleaseError."""
    found = Comparison()
    for batch in _batches(texts):
        told = [written.of_text(one.text, classifier.languages) for one in batch]
        read = [pair for pair in zip(batch, told, strict=True) if not pair[1].is_unread]
        found.left_out[NOT_READ] += len(batch) - len(read)
        scores = _scores(classifier, [own.readable(one.text) for one, own in read])
        for (one, _), new in zip(read, scores, strict=True):
            if new is None:
                found.left_out[NOT_SCORED] += 1
            else:
                found.add(one.scores, new)
    return found


def _scores(classifier: Classifier, texts: Sequence[str]) -> Sequence[Scores | None]:
    try:
        return classifier.score(texts)
    except NotScored as error:
        return error.scores


def _batches(texts: Iterable[Scored]) -> Iterator[list[Scored]]:
    left = iter(texts)
    while batch := list(islice(left, BATCH_SIZE)):
        yield batch
