"""Why what is listed cannot be looked for.  Whoever shows it puts it into words."""

from dataclasses import dataclass
from enum import Enum, auto


class Fault(Enum):
    TOO_MANY_ENTRIES = auto()
    TOO_MANY_PATTERNS = auto()
    TOO_LONG = auto()
    UNSEEN = auto()
    READ_OTHERWISE = auto()
    PUNCTUATION = auto()
    PATTERN_SIGN = auto()
    SEVERAL_WORDS = auto()
    NO_PATTERN = auto()
    MATCHES_NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: of `entry`, shortened where it is very long, or of a whole list.

    `detail` is what the entry is read as, its sign, or what RE2 says; `number` is what there is
    too many of, and `most` how many there may be.
    """

    fault: Fault
    entry: str = ""
    detail: str = ""
    number: int = 0
    most: int = 0


def shortened(entry: str, longest: int) -> str:
    return entry if len(entry) <= longest else f"{entry[:longest]}…"
