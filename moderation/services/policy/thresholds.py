"""Default thresholds of a new clause, by attribute."""

from dataclasses import dataclass

from moderation.classifiers.base import Attribute


@dataclass(frozen=True, slots=True)
class Thresholds:
    queue_at: float
    hold_at: float


DEFAULT_THRESHOLDS = {
    Attribute.PROFANITY: Thresholds(0.5, 0.9),
    Attribute.PERSONAL_ATTACK: Thresholds(0.5, 0.85),
    Attribute.THREAT: Thresholds(0.4, 0.7),
    Attribute.IDENTITY_ATTACK: Thresholds(0.4, 0.7),
    Attribute.TOXICITY: Thresholds(0.7, 0.95),
}
# For the demo's pages: their comments are few, and a visitor is to see each queue in use.
DEMO_THRESHOLDS = {
    Attribute.PROFANITY: Thresholds(0.4, 0.9),
    Attribute.PERSONAL_ATTACK: Thresholds(0.3, 0.65),
    Attribute.THREAT: Thresholds(0.4, 0.7),
    Attribute.IDENTITY_ATTACK: Thresholds(0.4, 0.7),
    Attribute.TOXICITY: Thresholds(0.45, 0.75),
}
