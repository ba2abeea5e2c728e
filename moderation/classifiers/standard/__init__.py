"""The classifier that joins `linear` and `transformer`: one reads words, the other sentences."""

from moderation.classifiers.standard.classifier import SHIPPED_RELEASE, StandardClassifier

__all__ = ["SHIPPED_RELEASE", "StandardClassifier"]
