"""Reads where a sentence forbids or allows, and in which direction."""

from collections.abc import Sequence
from dataclasses import replace

from moderation.services.policy.reading import frame_words as listed
from moderation.services.policy.reading.clauses import Clauses
from moderation.services.policy.reading.frame_words import ROLES, Role
from moderation.services.policy.reading.head_words import (
    ALLOWING_HEADS,
    FORBIDDING_HEADS,
    LEADING_TO_REMOVAL,
    NOUNS_OF_REMOVAL,
)
from moderation.services.policy.reading.lexicon import Found, word_set
from moderation.services.policy.reading.set_off import asides, opening_of
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

_NEAR = 6  # words between a negation and what it turns round


def frames(sentence: Sequence[Word]) -> list[Frame]:
    """The frames of a sentence, in order."""
    return _Framing(sentence).frames()


def open_stance(sentence: Sequence[Word]) -> Stance:
    """How a heading or an introduction stands to the list that follows it."""
    said_in_full = " ".join(word.folded for word in sentence)
    if said_in_full in ALLOWING_HEADS:
        return Stance.ALLOWS
    if said_in_full in FORBIDDING_HEADS:
        return Stance.FORBIDS
    framing = _Framing(sentence)
    said = [frame for frame in framing.frames() if frame.stance is not Stance.NEUTRAL]
    if said:
        return said[-1].stance
    negated = any(hit.meaning is Role.NEGATION for hit in framing.hits)
    return Stance.FORBIDS if negated else Stance.NEUTRAL


class _Framing:
    def __init__(self, sentence: Sequence[Word]) -> None:
        self.words = sentence
        self.folded = [word.folded for word in sentence]
        self.hits = ROLES.leftmost(self.folded)
        self.clauses = Clauses(sentence)
        self.used: set[int] = set()

    def frames(self) -> list[Frame]:
        found = []
        negations = [n for n, hit in enumerate(self.hits) if hit.meaning in _TURNING]
        others = [n for n, hit in enumerate(self.hits) if hit.meaning not in _TURNING]
        for number in [*negations, *others]:
            if number not in self.used and (frame := self._frame(number, self.hits[number])):
                opens = frame.is_verdict and self._opens_list(frame.end)
                after = frame.after or opens
                found.append(replace(frame, by=self.hits[number].meaning, after=after))
        if opening := opening_of(self.words):
            found.append(opening)
        found += asides(self.words)
        return sorted(found, key=lambda one: one.start)

    def _opens_list(self, end: int) -> bool:
        """Whether a colon stands before the word at `end`, or further on where "following" is said.

        "What will not do: …"; "the following may be hidden and, if need be, reported: …".
        """
        reach = _FOLLOWING_REACH if listed.FOLLOWING & set(self.folded[:end]) else 1
        return any(":" in word.before for word in self.words[end : end + reach])

    def _frame(self, number: int, hit: Found[Role]) -> Frame | None:
        if hit.meaning in _TURNING:
            turning = self._negation if hit.meaning is Role.NEGATION else self._no
            return turning(number, hit)
        if listed.GERMAN_NEGATIONS & set(self.folded[hit.start + 1 : hit.end]) and (
            turned := _turned_inside(hit)
        ):
            return turned
        if self._belongs_elsewhere(hit):
            return Frame(hit.start, hit.end, Stance.FORBIDS, False, True, is_verdict=True)
        return self._by_role(hit)

    def _by_role(self, hit: Found[Role]) -> Frame | None:
        match hit.meaning:
            case Role.REMOVAL:
                return self._removal(hit)
            case Role.PERMISSION:
                return None if self._encourages(hit) else self._verdict(hit, Stance.ALLOWS)
            case Role.STOP if self._takes_up(hit):
                return None
            case Role.PROHIBITED:
                return self._verdict(hit, Stance.FORBIDS)
        return _simple(hit)

    def _takes_up(self, hit: Found[Role]) -> bool:
        """Whether "so it …" goes on about what the sentence began with."""
        return self.folded[hit.start : hit.end] == ["so"] and bool(
            _PRONOUNS & set(self.folded[hit.end : hit.end + 1])
        )

    def _verdict(self, hit: Found[Role], stance: Stance) -> Frame:
        return self._passive_or_active(hit.start, hit.end, stance)

    def _encourages(self, hit: Found[Role]) -> bool:
        """Whether a comment, and not the site, encourages or allows something."""
        welcoming = self.folded[hit.start] in listed.WELCOMING
        near = self.clauses.subject(hit.start, _NEAR)
        return welcoming and not near & (listed.INSTITUTION | listed.BEING)

    def _negation(self, number: int, hit: Found[Role]) -> Frame | None:
        for step in (number + 1, number - 1):
            if turned := self._turned(number, step):
                self.used.add(step)
                return turned
        german = self.folded[hit.start] in listed.GERMAN_NEGATIONS
        of_the_site = german and self.clauses.subject(hit.start, _NEAR) & {"wir"}
        if of_the_site:
            return None
        if self.clauses.ends_clause(hit.end) and (german or self._follows_being(hit)):
            return Frame(hit.start, hit.end, Stance.FORBIDS, after=False, before=True)
        if self.clauses.asks_reader(hit.start, hit.end):
            return Frame(hit.start, hit.end, Stance.FORBIDS, after=True, before=german)
        return None

    def _turned(self, number: int, other: int) -> Frame | None:
        """A negation together with the permission or removal next to it."""
        if not 0 <= other < len(self.hits):
            return None
        hit, near = sorted((self.hits[number], self.hits[other]), key=lambda one: one.start)
        meaning = self.hits[other].meaning
        german = self.folded[self.hits[number].start] in listed.GERMAN_NEGATIONS
        if near.start - hit.end > _NEAR or (other < number and not german):
            return None
        if self.clauses.parted(hit.end, near.start + 1) or self._is_condition(hit.start):
            return None
        if meaning in (Role.PERMISSION, Role.PUBLISHING):
            return self._passive_or_active(hit.start, near.end, Stance.FORBIDS)
        if meaning in (Role.REMOVAL, Role.PROHIBITED, Role.FORBIDS_AFTER):
            return self._passive_or_active(hit.start, near.end, Stance.ALLOWS)
        return None

    def _belongs_elsewhere(self, hit: Found[Role]) -> bool:
        """Whether something belongs "on your own site"; "here" is negated wherever it is said."""
        belongs = hit.meaning is Role.PUBLISHING and self.folded[hit.start] in _BELONGS
        return belongs and bool(_PLACES & set(self.folded[hit.end : hit.end + 1]))

    def _is_condition(self, at: int) -> bool:
        """Whether the words before `at` are of what may happen to the reader: "If you do not …"."""
        back = self.clauses.subject(at, _NEAR)
        asks = back & {"if", "when", "wenn", "falls"}
        return bool(asks and back & {"you", "sie", "du", "ihr"})

    def _no(self, number: int, hit: Found[Role]) -> Frame | None:
        following = self.hits[number + 1] if number + 1 < len(self.hits) else None
        before = self.hits[number - 1] if number else None
        for other, near, reach in ((number + 1, following, _NEAR), (number - 1, before, 2)):
            if near and near.meaning is Role.REMOVAL and self._is_beside(hit, near, reach):
                self.used.add(other)
                return Frame(hit.start, hit.end, Stance.ALLOWS, after=True, before=True)
        judged = following is not None and following.meaning in (Role.PERMISSION, Role.PUBLISHING)
        if judged:
            self.used.add(number + 1)
        allowing = before is not None and before.meaning in (Role.PERMISSION, Role.PUBLISHING)
        back = self.clauses.subject(hit.start, _NEAR)
        nearest = self.clauses.subject(hit.start, 2)
        if not allowing and nearest & listed.INSTITUTION and not back & _WISHES:
            return None
        german = self.folded[hit.start].startswith(("kein", "niemand"))
        if german and not judged and not allowing and "wir" in back and not back & _WISHES:
            return None  # "Wir verbessern keine Tippfehler"
        if " ".join(self.folded[hit.start : hit.end]) in _NOBODY and not judged:
            ahead = set(self.folded[hit.end : hit.end + _NEAR])
            if not (ahead | back) & (listed.MODALS | _LEAVE):
                return None
        frame = Frame(hit.start, hit.end, Stance.FORBIDS, after=True, before=german)
        return replace(frame, is_verdict=judged)

    def _is_beside(self, hit: Found[Role], near: Found[Role], reach: int) -> bool:
        """Whether "no" belongs to a verb; not in "does nobody good and is removed"."""
        joined = _AND & set(self.folded[hit.end : near.start])
        return abs(near.start - hit.start) <= reach and not joined

    def _removal(self, hit: Found[Role]) -> Frame | None:
        if self._is_no_verdict(hit) or self._is_attribute(hit):
            return None
        taken = set(self.folded[hit.start + 1 : hit.end + 1])
        if _PRONOUNS & taken and not listed.CONDITIONS & set(self.folded[:1]):
            return Frame(hit.start, hit.end, Stance.FORBIDS, False, True, is_verdict=True)
        return self._passive_or_active(hit.start, hit.end, Stance.FORBIDS)

    def _is_no_verdict(self, hit: Found[Role]) -> bool:
        """Whether a removal is the reader's own, or one that is only spoken of."""
        back = self.clauses.subject(hit.start, _NEAR)
        if self.folded[hit.start] in NOUNS_OF_REMOVAL and not back & LEADING_TO_REMOVAL:
            return True
        spoken = self.folded[hit.start - 1] == "i" if hit.start else False  # "I delete spam"
        if back & _OF_THE_READER or ("i" in back and not spoken):
            return True
        if (
            back & {"you", "readers", "members"}
            and back & {"can", "may"}
            and not back & {"be", "get"}
        ):
            return True
        return bool(back & _GERMAN_ABLE or (back & _CASES and not back & _ANNOUNCING))

    def _is_attribute(self, hit: Found[Role]) -> bool:
        """Whether a participle only describes a noun: "removed comments", "those removed"."""
        verb = self.folded[hit.start]
        if not verb.endswith("ed") and verb not in _PARTICIPLES:
            return False
        back = self.clauses.subject(hit.start, 4)
        ends = hit.start == 0 or self.clauses.ends_clause(hit.end)
        return not (back & (listed.BEING | {"we", "have", "has"}) or ends)

    def _passive_or_active(self, start: int, end: int, stance: Stance) -> Frame:
        """A passive is about what stands before it, and goes on with "if", "that" or a colon."""
        around = set(self.folded[max(start - 3, 0) : end])
        last = self.folded[end - 1]
        if set(self.folded[start:end]) & listed.INTRANSITIVE:
            ends = end == len(self.words)
            return Frame(start, end, stance, after=ends, before=True, is_verdict=True)
        ahead = set(self.folded[end : end + 2])
        german = bool((around | ahead) & _GERMAN_SIGNS) or last.startswith(_GERMAN_VERBS)
        infinitive = start > 0 and self.folded[start - 1] == "to"
        passive = (bool(around & listed.BEING) and not infinitive) or (
            start == 0 and self.clauses.ends_clause(end)
        )
        following = self.folded[end] if end < len(self.folded) else ""
        opens = following in listed.GOES_ON or (
            end < len(self.words) and ":" in self.words[end].before
        )
        ends = end == len(self.words) or self._takes_object_ahead(start, end)
        after = german or not passive or opens or ends
        before = german or passive or ends
        return Frame(start, end, stance, after=after, before=before, is_verdict=True)

    def _takes_object_ahead(self, start: int, end: int) -> bool:
        """Whether a verb ends its clause, so that its object begins it: "Politics I delete"."""
        return self.clauses.ends_clause(end) and bool(
            _SPEAKERS & set(self.folded[max(start - 2, 0) : start])
        )

    def _follows_being(self, hit: Found[Role]) -> bool:
        """Whether "is not", "will not" or the like ends here what is said of something else."""
        previous = self.folded[hit.start - 1] if hit.start else ""
        if {previous, self.folded[hit.start]} & listed.BEING:
            return True
        ends = hit.end == len(self.words) and {previous, self.folded[hit.start]} & _AUXILIARIES
        return bool(ends) and not self.clauses.subject(hit.start, _NEAR) & _SUBJECTS


_PARTICIPLES = frozenset(["hidden", "taken", "thrown", "withdrawn", "withheld"])
_SPEAKERS = frozenset(["i", "we"])
_AND = frozenset(["and", "und"])
_PRONOUNS = frozenset(["it", "they", "them", "these", "those", "sie", "diese"])
_WISHES = word_set("wollen möchten brauchen mögen wünschen bitten")
_OF_THE_READER = word_set("ask request appeal want yourself")
_CASES = word_set("if when once after why wenn warum")
_ANNOUNCING = word_set("will may we can and werden wir")
_BELONGS = frozenset(["belong", "belongs", "gehört", "gehören"])
_PLACES = word_set("on in at elsewhere with under ins in auf zum zur woanders anderswo")
_AUXILIARIES = word_set("will does do may can won't doesn't don't can't")
_SUBJECTS = listed.INSTITUTION | listed.READERS
_FOLLOWING_REACH = 8  # words
_NOBODY = frozenset(["nobody", "no one", "niemand"])
_LEAVE = frozenset(["may", "should", "must", "would", "likes", "wants", "darf"])
_TURNING = frozenset([Role.NEGATION, Role.NO])
_GERMAN_ABLE = frozenset(["könnt", "kannst"])  # "ihr könnt euer Profil löschen"
_GERMAN_VERBS = ("ge", "ver", "lösch", "unter", "entfern")
_GERMAN_SIGNS = word_set("wir nicht werden wird sind ist und die der das sie bitte zu")


def _turned_inside(hit: Found[Role]) -> Frame | None:
    """A German verb in two parts with "nicht" between them."""
    if hit.meaning in (Role.PERMISSION, Role.PUBLISHING):
        return Frame(hit.start, hit.end, Stance.FORBIDS, after=True, before=True)
    if hit.meaning is Role.REMOVAL:
        return Frame(hit.start, hit.end, Stance.ALLOWS, after=True, before=True)
    return None


def _simple(hit: Found[Role]) -> Frame | None:
    """The frame of a word that needs no other to be understood."""
    stance, after, before = {
        Role.FORBIDS_AFTER: (Stance.FORBIDS, True, False),
        Role.FORBIDS_BEFORE: (Stance.FORBIDS, False, True),
        Role.FORBIDS_AROUND: (Stance.FORBIDS, True, True),
        Role.EXCEPT: (Stance.ALLOWS, True, False),
        Role.STOP: (Stance.NEUTRAL, True, True),
    }.get(hit.meaning, (None, False, False))
    is_verdict = hit.meaning is Role.FORBIDS_BEFORE
    return (
        Frame(hit.start, hit.end, stance, after, before, Role.STOP, is_verdict) if stance else None
    )
