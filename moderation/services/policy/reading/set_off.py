"""Finds verdicts that signs set off: "No: insults, links", "Racism: out", "bets – no thanks"."""

from collections.abc import Iterator, Sequence

from moderation.services.policy.reading.frame_words import Role
from moderation.services.policy.reading.head_words import (
    ALLOWING_HEADS,
    FORBIDDING_HEADS,
    VERDICTS,
)
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

_BEFORE, _ENDING = frozenset(",:–—-?=→>"), frozenset(",;:–—-.?!")
_SOFTENING = word_set(
    """
    please sorry so just thanks thank you a big absolutely bitte danke here hier
    """
)
_LONGEST = 4  # words


def opening_of(words: Sequence[Word]) -> Frame | None:
    """The frame of a word or two before a colon, as in "No: insults, links"."""
    for end in range(1, min(_LONGEST, len(words) - 1) + 1):
        if ":" in words[end].before:
            said = " ".join(word.folded for word in words[:end])
            if said in FORBIDDING_HEADS or (end == 1 and said in VERDICTS):
                return Frame(0, end, Stance.FORBIDS, after=True, before=False)
            if said in ALLOWING_HEADS:
                return Frame(0, end, Stance.ALLOWS, after=True, before=False)
            return None
    return None


def asides(words: Sequence[Word]) -> Iterator[Frame]:
    """Verdicts behind a sign: "Racism: out", "selfies – please don't"."""
    begins = [n for n in range(1, len(words)) if _BEFORE & set(words[n].before)]
    for at in begins:
        said = {words[at].folded}
        end = at + 1
        while end < len(words) and end - at <= _LONGEST and not _ENDING & set(words[end].before):
            said.add(words[end].folded)
            end += 1
        if end - at <= _LONGEST and said & VERDICTS and said <= VERDICTS | _SOFTENING:
            yield Frame(at, end, Stance.FORBIDS, False, True, Role.PROHIBITED, is_verdict=True)
