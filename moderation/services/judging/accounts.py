"""Accounts of a probability: what each part of the classifier says, and what was verified."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.classifiers.base import Attribute, Classifier, Span
from moderation.classifiers.multilingual import MultilingualClassifier
from moderation.classifiers.standard import StandardClassifier
from moderation.classifiers.stretches import removed
from moderation.services.judging.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """A release's probability for a text, and for the same text without the evidence, if any."""

    release: str
    probability: float
    without_evidence: float | None


@dataclass(frozen=True, slots=True)
class Account:
    """How a probability came about.

    `whole` is the classifier's; `parts` are those of the classifiers that it joins, if it
    joins any. `threshold` is the probability from which a clause counts as broken.
    """

    evidence: Evidence
    threshold: float
    whole: Said
    parts: tuple[Said, ...]

    @property
    def is_verified(self) -> bool:
        """Whether the text was scored without the evidence and fell below the threshold."""
        left = self.whole.without_evidence
        return left is not None and left < self.threshold


def account(
    classifier: Classifier, text: str, attribute: Attribute, evidence: Evidence, threshold: float
) -> Account:
    """Return the account of `text`'s probability.  Raises what the classifier does."""
    spans = [Span(int(start), int(end), 0.0) for start, end, *_ in evidence]
    texts = [text, removed(text, spans)] if spans else [text]
    parts = tuple(_said(part, texts, attribute) for part in parts_of(classifier, text))
    return Account(evidence, threshold, _said(classifier, texts, attribute), parts)


def parts_of(classifier: Classifier, text: str) -> Sequence[Classifier]:
    """Return the classifiers that `classifier` joins to read `text`."""
    if isinstance(classifier, MultilingualClassifier):
        classifier = classifier.reader_of(text)
    return classifier.parts if isinstance(classifier, StandardClassifier) else ()


def _said(classifier: Classifier, texts: Sequence[str], attribute: Attribute) -> Said:
    probability, *without = (scores[attribute] for scores in classifier.score(texts))
    return Said(classifier.name, probability, without[0] if without else None)
