"""A service in the shape of Google's Perspective API as a classifier: each text is one request."""

from moderation.classifiers.perspective.answers import NAMES
from moderation.classifiers.perspective.classifier import (
    Ask,
    PerspectiveClassifier,
    Reply,
    Unanswered,
)

__all__ = ["NAMES", "Ask", "PerspectiveClassifier", "Reply", "Unanswered"]
