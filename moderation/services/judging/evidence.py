"""The words that speak for a breach, as findings store them."""

from moderation.classifiers.base import Attribute, Classifier

Evidence = list[list[float]]


def evidence(classifier: Classifier, text: str, attribute: Attribute, threshold: float) -> Evidence:
    """The spans without which `text` would score below `threshold`, as [start, end, contribution].

    Empty where no few words carry the score.
    """
    return [
        [span.start, span.end, round(span.contribution, 4)]
        for span in classifier.explain(text, attribute, threshold)
    ]
