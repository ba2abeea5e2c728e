"""Says what a sentence inherits: from its heading, its introduction, or the question it answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from moderation.services.policy.reading.blocks import Form, Mark
from moderation.services.policy.reading.frame_words import Role
from moderation.services.policy.reading.frames import open_stance
from moderation.services.policy.reading.kinds import KINDS, Use
from moderation.services.policy.reading.layout import CELL_MARKER, Sentence
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.listing import (
    in_bad_lists,
    in_forbidding_lists,
    in_fragments,
)
from moderation.services.policy.reading.stance import Frame, Stance

_LEAD = 2  # words of an introduction that a phrase may begin with
_ASKS_LEAVE = word_set(
    """
    can may could am is are do does kann darf dürfen können sind ist
    """
)
_DENIES = word_set(
    """
    no nein never nope sorry leider afraid not unfortunately don't
    """
)
_REASONS = word_set(
    """
    because usually mostly most probably likely either reasons reason contained broke perhaps
    typically generally often common weil meist meistens wahrscheinlich
    """
)
# What an introduction says where its items say what a comment has to be
_OBLIGING = word_set(
    """
    must should shall undertake undertakes agree agrees promise warrant represent confirm ensure
    required obliged müssen sollen sollten verpflichten verpflichtest darf dürfen
    """
)
_GROUNDS = word_set("reason reasons grounds gründe gründen grund offences offenses violations")
# What an introduction says where its items say what to do
_ASKING = _OBLIGING | word_set("ask asked please expect expected bitte bitten erwarten gebeten")
_REFUSALS = word_set("not no never isn't doesn't don't won't nicht kein keine keinen keinerlei")
_OPENING = 3  # words of an item in which its refusal stands
_NO = frozenset(["no", "kein", "keine", "keinerlei"])
_REFUSING = word_set(
    """
    not don't never nicht nein no forget gone out deleted removed banned raus weg verboten gelöscht
    """
)
_SAME = word_set(
    "same so likewise ditto ebenso dasselbe gleiche gleiches ebenfalls genauso selbiges"
)
_FILLING = word_set(
    """
    and so are is you that too please just do here thanks thank you way on our it us watch today
    bitte hier danke bei uns
    """
)
_POINTS_AHEAD = frozenset(["following", "these", "below", "folgende", "folgenden", "folgendes"])


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and what it inherits.

    `listed`: an item of a list that forbids, so that whatever it names is
    forbidden; `asked`: one of a list of what to do, so that whatever it says is a rule.
    `lead`: the last words of the introduction that the item goes on from.  `obliged`:
    the introduction says what a comment, or its author, has to do: "You agree that it …".
    """

    sentence: Sentence
    stance: Stance
    listed: bool = False
    asked: bool = False
    lead: tuple[str, ...] = ()
    obliged: bool = False

    @property
    def frames(self) -> list[Frame]:
        """The frames that count: within a list that forbids, only what allows."""
        said = self.sentence.frames
        if self.sentence.asks:
            return []
        if self.listed and self.stance is Stance.FORBIDS:
            return [one for one in said if one.stance is Stance.ALLOWS]
        return refused(self.sentence, said) if self.obliged else said


@dataclass(frozen=True, slots=True)
class _Introduction:
    marker: str
    stance: Stance
    lead: tuple[str, ...] = ()
    obliges: bool = False
    asks: bool = False


def placed(found: Sequence[Sentence]) -> Iterator[Placed]:
    """The sentences of a text with what they inherit, in the same order."""
    reading = _Context(in_forbidding_lists(found), in_bad_lists(found), in_fragments(found))
    for sentence, following in pairwise([*found, None]):
        if sentence is not None:
            yield reading.place(sentence, following)


class _Context:
    def __init__(
        self, forbidden: frozenset[int], bad: frozenset[int], fragments: frozenset[int]
    ) -> None:
        self.forbidden = forbidden  # ids of items without a verdict in lists that forbid
        self.fragments = fragments  # ids of sentences in paragraphs without any verb
        self.bad = bad  # ids of items in lists of what is never welcome
        self.heading = Stance.NEUTRAL
        self.level = ""  # the marker of the heading that forbids or allows
        self.carried = Stance.NEUTRAL  # what a colon hands to the paragraph behind it
        self.reasons = False
        self.introduction: _Introduction | None = None
        self.stack: list[_Introduction] = []
        self.denied = False
        self.forbade = False  # whether the sentence before forbids

    def place(self, sentence: Sentence, following: Sentence | None) -> Placed:
        if sentence.asks:
            return self._question(sentence, following)
        if sentence.form is Form.HEADING:
            return self._heading(sentence)
        if id(sentence) in self.forbidden and not sentence.first:
            return Placed(sentence, Stance.FORBIDS)
        same = bool(_SAME & {*sentence.folded[:4], sentence.folded[-1]}) and (
            self.denied or self.forbade
        )
        prose = sentence.form is Form.PARAGRAPH or not sentence.first
        place = self._prose(sentence, following, same) if prose else self._item(sentence, following)
        said = [one.stance for one in sentence.frames if one.stance is not Stance.NEUTRAL]
        self.forbade = (said[-1] if said else place.stance) is Stance.FORBIDS
        return place

    def _heading(self, sentence: Sentence) -> Placed:
        self.stack, self.introduction, self.reasons = [], None, False
        self.denied = self.forbade = False
        names = _names(sentence)
        inherited = self.heading if names and sentence.marker > self.level else Stance.NEUTRAL
        said = open_stance(sentence.words)
        if inherited is Stance.NEUTRAL:
            self.level = sentence.marker
        if said is Stance.NEUTRAL or (_NO & set(sentence.folded) and len(sentence.folded) > 1):
            self.heading = inherited
        else:
            self.heading = Stance.NEUTRAL if names else said
        return Placed(sentence, inherited)

    def _question(self, sentence: Sentence, following: Sentence | None) -> Placed:
        if sentence.form is Form.HEADING or sentence.first:
            self.stack, self.introduction = [], None
            self.heading, self.reasons = _asked(sentence)
        self.denied = following is not None and (
            _is_refusal(following)
            or (
                bool(set(sentence.folded[:3]) & _ASKS_LEAVE)
                and bool(set(following.folded[:3]) & _DENIES)
            )
        )
        return Placed(sentence, Stance.FORBIDS if self.denied else Stance.NEUTRAL)

    def _prose(self, sentence: Sentence, following: Sentence | None, same: bool) -> Placed:
        stance = self.heading
        if sentence.form is Form.PARAGRAPH:
            if sentence.first:
                stance, self.carried = self.carried, Stance.NEUTRAL
                stance = self.heading if stance is Stance.NEUTRAL else stance
            self.stack, self.introduction = [], None
            if _introduces(sentence, following):
                self.introduction = _introduction(sentence, "")
            elif sentence.colon and following is not None and following.first:
                self.carried = open_stance(sentence.words)
        else:
            stance = Stance.NEUTRAL
            if _introduces(sentence, following):
                self.stack.append(_introduction(sentence, sentence.marker))
        if following is not None and _is_refusal(following):
            return Placed(sentence, Stance.FORBIDS)
        if stance is Stance.ALLOWS or (self.reasons and not set(sentence.folded) & _REASONS):
            stance = Stance.NEUTRAL
        stance = Stance.FORBIDS if same else stance
        listed = stance is Stance.FORBIDS and id(sentence) in self.fragments
        return Placed(sentence, stance, listed)

    def _item(self, sentence: Sentence, following: Sentence | None) -> Placed:
        """An item after a list that introduces it; "Don't." behind it makes it forbidden."""
        markers = [one.marker for one in self.stack]
        if sentence.marker in markers:
            del self.stack[markers.index(sentence.marker) :]
        above = [self.introduction, *self.stack]
        over = next(
            (one for one in reversed(above) if one and one.stance is not Stance.NEUTRAL), None
        )
        stance = over.stance if over else self.heading
        if sentence.mark is not Mark.NONE:
            stance = Stance.FORBIDS if sentence.mark is Mark.CROSS else Stance.ALLOWS
        nearest = above[-1]
        lead = nearest.lead if nearest else ()
        own = _introduction(sentence, sentence.marker)
        if not _introduces(sentence, following):
            own = _Introduction(sentence.marker, Stance.NEUTRAL)
        self.stack.append(own)
        listed = stance is Stance.FORBIDS and not _introduces(sentence, following)
        is_refused = following is not None and _is_refusal(following)
        spoken_for = id(sentence) in self.forbidden or id(sentence) in self.bad
        if is_refused or (stance is Stance.NEUTRAL and spoken_for):
            stance = Stance.FORBIDS
        if stance is Stance.FORBIDS and id(sentence) in self.bad and sentence.mark is Mark.NONE:
            listed = not _introduces(sentence, following)
        obliged = any(one.obliges for one in above if one)
        asked = (
            any(one.asks for one in above if one)
            and stance is not Stance.FORBIDS
            and sentence.marker != CELL_MARKER
            and not _introduces(sentence, following)
        )
        return Placed(sentence, stance, listed, asked, lead, obliged)


def _is_refusal(sentence: Sentence) -> bool:
    """Whether a sentence is only "Don't." or the like, about the one before it."""
    return (
        not sentence.first
        and len(sentence.folded) <= 5
        and set(sentence.folded) <= _REFUSING | _FILLING
        and bool(set(sentence.folded) & _REFUSING)
    )


def _introduction(sentence: Sentence, marker: str) -> _Introduction:
    obliges = bool(_OBLIGING & set(sentence.folded))
    lead = tuple(sentence.folded[-_LEAD:])
    stance = open_stance(sentence.words)
    if stance is Stance.NEUTRAL and sentence.colon and _GROUNDS & set(sentence.folded):
        stance = Stance.FORBIDS
    asks = stance is Stance.NEUTRAL and sentence.colon and bool(_ASKING & set(sentence.folded))
    return _Introduction(marker, stance, lead, obliges, asks)


def refused(sentence: Sentence, said: Sequence[Frame]) -> list[Frame]:
    """The frames of an item of what a comment has to be, with "is not", "no" at its beginning."""
    at = next((n for n, word in enumerate(sentence.folded[:_OPENING]) if word in _REFUSALS), None)
    taken = [frame for frame in said if frame.by is not Role.NO or frame.start != at]
    if at is None or any(frame.start <= at < frame.end for frame in taken):
        return list(said)
    refusal = Frame(at, at + 1, Stance.FORBIDS, after=True, before=False, by=Role.NEGATION)
    return sorted([refusal, *taken], key=lambda one: one.start)


def _introduces(sentence: Sentence, following: Sentence | None) -> bool:
    """Whether a list belongs to `sentence`, which stands before it."""
    if following is None or following.form is not Form.ITEM or not following.first:
        return False
    if sentence.form is Form.ITEM and following.marker == sentence.marker:
        return False
    return sentence.introduces or bool(set(sentence.folded) & _POINTS_AHEAD)


def _asked(sentence: Sentence) -> tuple[Stance, bool]:
    """How the answer to a question stands to what it names, and whether it only gives reasons."""
    begins = set(sentence.folded[:3])
    said = open_stance(sentence.words)
    if begins & {"why", "warum", "wieso", "weshalb"}:
        return Stance.FORBIDS, True
    asks_what = begins & {"what", "which", "was", "welche", "what's", "when", "wann"}
    if asks_what and not set(sentence.folded[:2]) & {"happens", "if", "passiert"}:
        return said, False
    return Stance.NEUTRAL, False


def _names(sentence: Sentence) -> bool:
    """Whether a heading names a kind itself."""
    return any(found.meaning.use is not Use.OTHER for found in KINDS.leftmost(sentence.folded))
