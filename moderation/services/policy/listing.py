"""Previews what the word lists of a draft find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from articles.models import Comment
from moderation.matching.entries import lines
from moderation.matching.ordinary import ranks
from moderation.matching.word_lists import WordList, word_list
from moderation.models import Clause, Policy
from moderation.models.clause_rules import RuleKind
from moderation.services.policy.sample import judged_by

WORDS_TRIED = 20_000
COMMENTS_TRIED = 1_000
ENTRIES_SHOWN = 50
SHOWN_OF_AN_ENTRY = 3
AROUND = 40


@dataclass(slots=True)
class EntryHits:
    """An entry, the frequent words that it matches, and the newest comments with it."""

    entry: str
    words: Sequence[str] = ()
    times: int = 0
    excerpts: list[tuple[Comment, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListedHits:
    """What the entries of all lists find, those with the most hits first."""

    entries: list[EntryHits]
    more: int
    without: int
    comments_tried: int
    words_tried: int = WORDS_TRIED


def hits(policy: Policy, clauses: Iterable[Clause]) -> ListedHits | None:
    """What the lists of `clauses` find in frequent words and in comments under `policy`."""
    listed = "\n".join(
        rule.entries
        for clause in clauses
        for rule in clause.own_rules
        if rule.kind == RuleKind.WORDS
    )
    found = {entry: EntryHits(entry) for entry in lines(listed)}
    if not found:
        return None
    comments = _latest(policy)
    for entry, words in frequent_words(listed).items():
        found[entry].words = words
    entries = word_list(listed)
    for comment in comments:
        _add(found, comment, entries)
    hitting = [own for own in found.values() if own.words or own.times]
    hitting.sort(key=lambda own: (-own.times, -len(own.words), own.entry))
    return ListedHits(
        entries=hitting[:ENTRIES_SHOWN],
        more=len(hitting[ENTRIES_SHOWN:]),
        without=len(found) - len(hitting),
        comments_tried=len(comments),
    )


@lru_cache(maxsize=32)
def frequent_words(listed: str) -> dict[str, tuple[str, ...]]:
    """The frequent words that each entry matches, most frequent first."""
    words: dict[str, list[str]] = {}
    entries = word_list(listed)
    for word in islice((word for word in ranks() if not word.endswith("'s")), WORDS_TRIED):
        for entry in {found.entry for found in entries.find(word)}:
            words.setdefault(entry, []).append(word)
    return {entry: tuple(own) for entry, own in words.items()}


def _add(found: dict[str, EntryHits], comment: Comment, entries: WordList) -> None:
    places = {own.entry: own for own in reversed(entries.find(comment.text))}
    for entry, place in places.items():
        own = found[entry]
        own.times += 1
        if len(own.excerpts) < SHOWN_OF_AN_ENTRY:
            own.excerpts.append((comment, _around(comment.text, place.start, place.end)))


def _around(text: str, start: int, end: int) -> str:
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    return f"{'…' * (first > 0)}{text[first:last].strip()}{'…' * (last < len(text))}"


def _latest(policy: Policy) -> list[Comment]:
    """The newest comments that `policy` judges."""
    comments = Comment.objects.order_by("-pk").only("pk", "text")
    return list(comments.filter(judged_by(policy, "article"))[:COMMENTS_TRIED])
