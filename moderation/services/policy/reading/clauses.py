"""Finds the subject of a verb, and whether a negated verb is an order to whoever comments."""

from collections.abc import Sequence

from moderation.services.policy.reading import frame_words as listed
from moderation.services.policy.reading.words import Word

_SUBJECT = 5  # words back to the subject of a verb
_GERMAN_REACH = 8  # words on either side of a German negation
_GERMAN_READERS = frozenset(["sie", "du", "ihr", "bitte", "man"]) | listed.MODALS
_GERMAN_CONDITIONS = frozenset(["wenn", "falls", "weil"])
_SIGNS = frozenset(",;:–—(")


class Clauses:
    """The words of a sentence and the signs that part its clauses."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.folded = [word.folded for word in words]

    def asks_reader(self, start: int, end: int) -> bool:
        """Whether the negation [start:end] turns a verb into an order to whoever comments."""
        negation = self.folded[start]
        if negation in listed.GERMAN_NEGATIONS:
            return self._asks_in_german(start, end)
        previous = self.folded[start - 1] if start else ""
        if negation == "not" and (previous == "but" or self.begins_clause(start)):
            return True
        back = self.subject(start, _SUBJECT)
        if back & listed.INSTITUTION:
            return False
        if (negation == "not" and previous in ("do", "does")) or negation in (
            "don't",
            "dont",
            "never",
        ):
            return self._orders(start - (negation == "not"))
        if negation == "won't" or previous == "will":
            promised = back & {"that", "guarantee", "guarantees", "sure"}
            return bool(back & {"you", "users", "members"}) and not promised
        return bool({previous, negation} & listed.MODALS) or (
            negation == "not" and previous in listed.REQUESTS
        )

    def _asks_in_german(self, start: int, end: int) -> bool:
        clause = set(self.folded[max(start - _GERMAN_REACH, 0) : end + _GERMAN_REACH])
        return bool(clause & _GERMAN_READERS) and not clause & (
            listed.INSTITUTION | _GERMAN_CONDITIONS
        )

    def _orders(self, begun: int) -> bool:
        """Whether the verb at `begun` has no subject, or one that is asked to do something."""
        if self.begins_clause(begun):
            return True
        previous = self.folded[begun - 1]
        if previous in ("you", "users"):
            return bool(set(self.folded[max(begun - 4, 0) : begun - 1]) & listed.REQUESTS)
        return previous in listed.REQUESTS

    def subject(self, at: int, reach: int) -> set[str]:
        """The words of the clause before `at`, at most `reach`."""
        found: set[str] = set()
        for number in range(at - 1, max(at - 1 - reach, -1), -1):
            found.add(self.folded[number])
            if set(self.words[number].before) & _SIGNS:
                break
        return found

    def parted(self, start: int, end: int) -> bool:
        """Whether a sign stands before one of the words [start:end]."""
        return any(set(word.before) & _SIGNS for word in self.words[start:end])

    def begins_clause(self, at: int) -> bool:
        """Whether the word at `at` is the first of a clause."""
        return at == 0 or bool(set(self.words[at].before) & set(",;:–—(.!?*-"))

    def ends_clause(self, end: int) -> bool:
        """Whether a clause ends before the word at `end`."""
        return end == len(self.words) or bool(set(self.words[end].before) & set(",;:–—)."))
