"""A service in the shape of Google's Perspective API as a classifier: each text is one request."""

from moderation.classifiers.perspective.classifier import (
    Ask,
    PerspectiveClassifier,
    Reply,
    Unanswered,
)
from moderation.classifiers.perspective.names import NAMES

__all__ = ["NAMES", "Ask", "PerspectiveClassifier", "Reply", "Unanswered"]
