"""Says how words of a policy stand to what is around them."""

from dataclasses import dataclass
from enum import Enum

from moderation.services.policy.reading.frame_words import Role


class Stance(Enum):
    """How a text stands to what it names."""

    FORBIDS = "forbids"
    ALLOWS = "allows"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Frame:
    """Words [start:end] of a sentence that forbid or allow what is after or before them.

    A frame that is neutral ends what the frames before it govern.  `by` is the role of its word,
    and `is_verdict` tells that it says what becomes of something: "is not allowed", "will go".
    """

    start: int
    end: int
    stance: Stance
    after: bool
    before: bool
    by: Role = Role.STOP
    is_verdict: bool = False
