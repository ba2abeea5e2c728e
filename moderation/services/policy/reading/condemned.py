"""Finds what a sentence forbids without a known kind: "Don't drag up the old quarrel"."""

from collections.abc import Iterator, Sequence

from moderation.services.policy.reading import frame_words as listed
from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.context import Placed
from moderation.services.policy.reading.coordinated import deeds
from moderation.services.policy.reading.frame_words import Role
from moderation.services.policy.reading.grounds import PEOPLE
from moderation.services.policy.reading.kinds import Kind
from moderation.services.policy.reading.layout import Sentence
from moderation.services.policy.reading.lexicon import Found, word_set
from moderation.services.policy.reading.objects import (
    RELATIVES,
    is_about_using_the_site,
    without_open_clause,
)
from moderation.services.policy.reading.procedure import is_procedure
from moderation.services.policy.reading.putting_away import is_put_away
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.unread import GENERIC, is_solid
from moderation.services.policy.reading.words import Word

_LIGHT_AHEAD = word_set(
    """
    oh well
    a an the any all also and or but be to of please ever auch der die das dem den ein eine einen
    alle und oder aber bitte zu
    """
)
# Behind a verb these say when, where or why something is done, not what is forbidden.
_CIRCUMSTANCES = word_set(
    """
    about above after at before below because between by during for from if in into on once only
    over per since so than then there though through till to under until when where
    while with within without yet
    nach bei vor während für von wenn im in auf an seit über unter bis zwischen damit ohne weil
    just simply merely again anyway either instead too
    """
)
_NO = frozenset(["no", "kein", "keine", "keinen", "keinerlei"])
_AHEAD_OF_REMOVAL = word_set("we we'll i will may can also always to shall wir ich")
_SEEN = word_set("see show shown like need want read have hear sehen lesen haben hören gehen geht")
_ARTICLES = frozenset(["der", "die", "das"])
_RELATIVES = RELATIVES | word_set("die der das welche welcher welches")
_OPENING = 4  # words
_LONGEST = 12  # words
_WHOEVER = frozenset(["wer", "whoever"])
_IF_YOU = frozenset([("if", "you"), ("wenn", "du"), ("wenn", "sie")])
_ANYONE = word_set("anyone anybody those people users members readers posters commenters")
_OBLIGING = frozenset(["must", "should", "may"])
_WIDEST = 30  # words ahead of a verb
_MOST_FRAMES = 8  # of a sentence; more are no sentence that can be quoted
_SIGNS = frozenset(",;:–—(.?!")
_HEAVY = frozenset(";:–—(.?!")


def condemned(place: Placed, named: Sequence[Found[Kind]] = ()) -> list[list[Word]]:
    """What a sentence says must not be, or is removed, in words that name no kind.

    `named` are the kinds found in it.  Empty where it names nothing but comments, or is about
    the work of the site.
    """
    sentence = place.sentence
    if sentence.asks or sentence.form is Form.HEADING or (sentence.introduces and sentence.colon):
        return []
    is_settled = any(frame.by is Role.PROHIBITED for frame in sentence.frames)
    if is_procedure(sentence.folded) or (
        is_about_using_the_site(sentence.folded) and not is_settled
    ):
        return []
    taken = {
        word.start
        for one in named
        for word in sentence.words[max(one.start - 1, 0) : one.end + 1]  # a quotation may be wider
    }
    found: list[list[Word]] = []
    for frame in place.frames[:_MOST_FRAMES]:
        beside = frame.by is Role.NO or not (frame.before or frame.is_verdict)
        governed = any(one.start < frame.start for one in named)
        if frame.stance is not Stance.FORBIDS or (governed and not beside):
            continue
        for words in _objects(sentence, frame):
            known = any(word.start in taken for word in words)
            if not known and any(word.folded not in GENERIC for word in words):
                found.append(words)
                taken |= {word.start for word in words}
                break
        if found and frame.is_verdict:
            break
    return found + _side_by_side(place, taken)


def _side_by_side(place: Placed, taken: set[int]) -> list[list[Word]]:
    """The deeds beside others that a frame forbids; `taken` are the words known already."""
    words = place.sentence.words
    parts: list[list[Word]] = []
    for frame in place.frames[:_MOST_FRAMES]:
        if frame.stance is Stance.FORBIDS:
            ahead = words[_begin(words, frame.start) : frame.start] if frame.before else []
            parts = deeds(ahead) or (deeds(words[frame.end :]) if frame.after else []) or parts
    trimmed = (_trimmed(part) for part in parts)
    return [
        part
        for part in trimmed
        if not any(word.start in taken for word in part)
        and any(word.folded not in GENERIC for word in part)
    ]


def _objects(sentence: Sentence, frame: Frame) -> Iterator[list[Word]]:
    """The words that a frame may be about, the likelier first."""
    words = sentence.words
    verdict = frame.is_verdict and frame.by is not Role.NO
    asks = set(sentence.folded[:1]) & (listed.CONDITIONS - _ARTICLES)
    asked = asks or set(sentence.folded[:2]) & listed.INSTITUTION
    if conduct := _conduct(sentence, frame):
        yield conduct
    elif verdict and frame.before and not asked:
        yield _trimmed(words[_begin(words, frame.start) : frame.start])
    if subject := _subject_of_passive(sentence, frame):
        yield subject
    ahead = frame.after and (frame.by is Role.NO or not frame.before)
    if ahead and is_solid(sentence, frame) and _acts(sentence, frame):
        found = _ahead(sentence, frame)
        alone = frame.by is Role.NO or is_put_away(words[frame.start]) or _is_order(sentence, frame)
        yield found if len(found) > 1 or alone else []


def _is_order(sentence: Sentence, frame: Frame) -> bool:
    """Whether a negation begins what it says: "Do not lie", "please don't bet"."""
    at = frame.start - (sentence.folded[frame.start] == "not")
    begins = at == 0 or sentence.folded[at - 1] == "please"
    return frame.by is Role.NEGATION and begins


def _conduct(sentence: Sentence, frame: Frame) -> list[Word]:
    """What somebody does before a comma, and a verdict behind it: "Whoever lies, is banned"."""
    folded = sentence.folded
    begun = 1 if folded[0] in _WHOEVER else 2 if tuple(folded[:2]) in _IF_YOU else 0
    if folded[0] in _ANYONE and folded[1:2] in (["who"], ["that"]):
        begun = 2
    if not begun or frame.start <= begun or not frame.before:
        return []
    stops = (n for n in range(begun, frame.start) if set(sentence.words[n].before) & _SIGNS)
    return _trimmed(sentence.words[begun : next(stops, frame.start)])


def _subject_of_passive(sentence: Sentence, frame: Frame) -> list[Word]:
    """What "must not be offered here" is about."""
    folded = sentence.folded
    passive = frame.by is Role.NEGATION and folded[frame.end : frame.end + 1] == ["be"]
    purpose = folded[frame.end + 1 : frame.end + 3] in (["used", "to"], ["used", "for"])
    if purpose or not passive or folded[max(frame.start - 1, 0)] not in _OBLIGING:
        return []
    return _trimmed(sentence.words[_begin(sentence.words, frame.start) : frame.start - 1])


def _acts(sentence: Sentence, frame: Frame) -> bool:
    """Whether a frame is a verb whose object is forbidden, or "no" before a noun."""
    said = sentence.folded[frame.start : frame.end]
    if frame.by is Role.NO:
        return said[0] in _NO
    if frame.by is Role.REMOVAL:
        return frame.start > 0 and sentence.folded[frame.start - 1] in _AHEAD_OF_REMOVAL
    return not frame.is_verdict or said[-1] not in _SEEN


def _ahead(sentence: Sentence, frame: Frame) -> list[Word]:
    """The object of a verb: "We remove X that …", "Don't X", "No X"."""
    words = sentence.words
    stops = {own.start for own in sentence.frames if own.stance is Stance.NEUTRAL}
    end, last = frame.end, min(len(words), frame.end + _WIDEST)
    while end < last and end not in stops:
        if end > frame.end and set(words[end].before) & _SIGNS:
            opened = words[end].folded in _RELATIVES and words[end].before.strip() == ","
            if not opened or any(word.folded not in GENERIC for word in words[frame.end : end]):
                break
        end += 1
    found = _trimmed(words[frame.end : end])
    is_verb = frame.by in (Role.REMOVAL, Role.NEGATION)
    return [] if is_verb and found and found[0].folded in _CIRCUMSTANCES else found


def _begin(words: Sequence[Word], end: int) -> int:
    """Where the sentence, or its part behind a heavier sign than a comma, begins."""
    return next((n for n in range(end - 1, 0, -1) if set(words[n].before) & _HEAVY), 0)


def _behind_relative(words: Sequence[Word]) -> list[Word]:
    """What "comments that …" says of the comments."""
    for at, word in enumerate(words[:_OPENING]):
        if word.folded in _RELATIVES:
            return list(words[at + 1 :])
        if word.folded not in GENERIC:
            break
    return list(words)


def _is_aim(words: Sequence[Word]) -> bool:
    """Whether words end with whom a deed is done to: "snipe at other users"."""
    return words[-1].folded in PEOPLE and any(one.folded not in GENERIC for one in words)


def _trimmed(words: Sequence[Word]) -> list[Word]:
    """At most twelve words, without light ones at either end."""
    found = _behind_relative(words)
    while found and found[-1].folded in GENERIC and not _is_aim(found):
        found.pop()
    while found and found[0].folded in _LIGHT_AHEAD:
        del found[0]
    if len(found) > _LONGEST:
        parted = (n for n, word in enumerate(found) if n and set(word.before) & _SIGNS)
        found = without_open_clause(found[: next(parted, _LONGEST)][:_LONGEST])
    opened = found and found[-1].folded in RELATIVES  # "a reader whose comment was removed"
    return [] if opened else found
