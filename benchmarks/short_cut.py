"""What the short cut of `standard` costs: verdicts that differ from those of scoring in full."""

from collections.abc import Sequence

from moderation.classifiers.base import Attribute, Scores
from moderation.classifiers.standard import StandardClassifier
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS


def cost(classifier: StandardClassifier, texts: Sequence[str]) -> dict[str, float]:
    """Return the share of `texts` that bulk work settles, and the verdicts of 1,000 that differ."""
    settled = classifier.settled(texts)
    pairs = zip(classifier.score(texts), classifier.score_in_bulk(texts), strict=True)
    differing = sum(verdict(one) != verdict(other) for one, other in pairs)
    return {
        "bulk_settled_share": sum(settled) / len(texts),
        "bulk_verdicts_differing_per_1000": 1000 * differing / len(texts),
    }


def verdict(scores: Scores) -> int:
    """Return the verdict of the default thresholds: 0 publish, 1 queue, 2 hold."""
    return max(
        (scores[attribute] >= own.queue_at) + (scores[attribute] >= own.hold_at)
        for attribute, own in DEFAULT_THRESHOLDS.items()
    )


def breached(scores: Scores) -> list[tuple[Attribute, float]]:
    """Return the attributes that reach the default queue, with its thresholds."""
    return [
        (attribute, own.queue_at)
        for attribute, own in DEFAULT_THRESHOLDS.items()
        if scores[attribute] >= own.queue_at
    ]
