"""Finds what is to be kept elsewhere: "Keep politics for the pub", "Leave grudges at the door"."""

from collections.abc import Iterator, Sequence

from moderation.services.policy.reading.frame_words import BEING, REQUESTS, Role
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

_KEEP = frozenset(["keep", "leave", "save"])
_TAKE = frozenset(["take", "park"])
_AWAY = word_set("elsewhere outside offline away off out aside behind unsaid home")
_TO_A_PLACE = _AWAY | word_set("for in at until till under from")
_TO_ONESELF = word_set("yourself yourselves themselves himself herself")
# What a comment may be kept as, or what may be kept
_FINE = word_set(
    """
    it things comment comments post posts tone conversation discussion debate mind eye touch calm
    copy record civil clean short brief language friendly posting going reply replies time room
    space name your_name to on them an open
    """
)
_REACH = 9  # words from the verb to the place
_ASKS = REQUESTS | word_set("you us to and or do begs asks also")


def put_away(words: Sequence[Word]) -> Iterator[Frame]:
    """A frame at each verb that puts what follows elsewhere, and one that ends it there."""
    folded = [word.folded for word in words]
    for at, verb in enumerate(folded):
        if verb not in _KEEP | _TAKE or not _orders(words, at):
            continue
        places = _TO_A_PLACE if verb in _KEEP else _AWAY
        if end := _place(words, at, places):
            yield Frame(at, at + 1, Stance.FORBIDS, True, False, Role.FORBIDS_AFTER)
            yield Frame(end, end + 1, Stance.NEUTRAL, True, True)


def is_put_away(word: Word) -> bool:
    """Whether a frame at `word` is about what is kept elsewhere, and not what is avoided."""
    return word.folded in _KEEP | _TAKE


def _orders(words: Sequence[Word], at: int) -> bool:
    return at == 0 or words[at - 1].folded in _ASKS or bool(set(words[at].before) & set(",;:–—.("))


def _place(words: Sequence[Word], at: int, places: frozenset[str]) -> int:
    """Where the place begins that the object of the verb at `at` is put to; 0 if none."""
    for end in range(at + 1, min(at + _REACH, len(words))):
        if set(words[end].before) & set(",;:–—(."):
            return 0
        following = words[end + 1].folded if end + 1 < len(words) else ""
        oneself = words[end].folded == "to" and following in _TO_ONESELF
        if words[end].folded in places or oneself:
            held = {word.folded for word in words[at + 1 : end]}
            return end if held - {"the", "your", "all", "any"} and not held & (_FINE | BEING) else 0
    return 0
