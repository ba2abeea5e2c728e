"""The words that speak for a breach, as findings store them."""

from moderation.classifiers.base import Attribute, Classifier

Evidence = list[list[float]]


def evidence(classifier: Classifier, text: str, attribute: Attribute) -> Evidence:
    """Each span of `text` that raises its score, as [start, end, contribution]."""
    return [
        [span.start, span.end, round(span.contribution, 4)]
        for span in classifier.explain(text, attribute)
    ]
