"""Words that are slurs and nothing else: whatever the rest of a comment says, a person reads it.

Most slurs stand in hardly any training comment, so that neither part knows them.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from re import Pattern


@dataclass(frozen=True)
class Slurs:
    """Words and phrases, as the normaliser writes them.

    A comment with one of them is an identity attack with a probability of at least `least`:
    the share of comments with such a word that readers find to be one.
    """

    least: float
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 < self.least < 1:
            raise ValueError("a probability is not between 0 and 1")

    @cached_property
    def pattern(self) -> Pattern[str]:
        """Finds the words as whole words in a normalised text; without words, nothing."""
        longest_first = sorted(self.words, key=len, reverse=True)
        any_of = "|".join(r"[\s-]".join(map(re.escape, word.split())) for word in longest_first)
        return re.compile(rf"(?<!\w)(?:{any_of})(?!\w)" if any_of else r"(?!)")
