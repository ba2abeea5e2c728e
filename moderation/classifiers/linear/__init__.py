"""The classifier that ships: a linear model over words and letters, exactly explained."""

from moderation.classifiers.linear.classifier import SHIPPED_RELEASE, LinearClassifier

__all__ = ["SHIPPED_RELEASE", "LinearClassifier"]
