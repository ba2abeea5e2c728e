"""Previews what the word lists of a draft find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from articles.models import Comment
from moderation.classifiers.languages import ENGLISH
from moderation.matching import homographs
from moderation.matching.entries import lines
from moderation.matching.ordinary import ranks
from moderation.matching.word_lists import Found, WordList, word_list
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
    lists: dict[str, list[str]] = {}
    for rule in (rule for clause in clauses for rule in clause.own_rules):
        if rule.kind == RuleKind.WORDS:
            lists.setdefault(rule.language, []).append(rule.entries)
    return of_lists(policy, {language: "\n".join(own) for language, own in lists.items()})


def of_lists(
    policy: Policy, lists: Mapping[str, str], shown: int = ENTRIES_SHOWN
) -> ListedHits | None:
    """What word lists find, by the language that they are for; an empty one is any language.

    Only lists for English, or for any language, are tried on the frequent words of English.
    """
    comments = _latest(policy) if any(map(lines, lists.values())) else []
    tried = [
        own for language, listed in lists.items() for own in _tried(comments, listed, language)
    ]
    if not tried:
        return None
    hitting = [own for own in tried if own.words or own.times]
    hitting.sort(key=lambda own: (-own.times, -len(own.words), own.entry))
    return ListedHits(
        entries=hitting[:shown],
        more=len(hitting[shown:]),
        without=len(tried) - len(hitting),
        comments_tried=len(comments),
    )


def _tried(comments: Iterable[Comment], listed: str, language: str) -> list[EntryHits]:
    """Each entry of a list with what it finds, in the order of the list."""
    found = {entry: EntryHits(entry) for entry in lines(listed)}
    if language in ("", ENGLISH):
        for entry, words in frequent_words(listed).items():
            found[entry].words = words
    entries = word_list(listed)
    for comment in comments:
        _add(found, comment, _found(comment.text, entries, language))
    return list(found.values())


def _found(text: str, entries: WordList, language: str) -> list[Found]:
    found = entries.find(text)
    return homographs.left_out(text, found, language) if language else found


@lru_cache(maxsize=32)
def frequent_words(listed: str) -> dict[str, tuple[str, ...]]:
    """The frequent words that each entry matches, most frequent first."""
    words: dict[str, list[str]] = {}
    entries = word_list(listed)
    for word in islice((word for word in ranks() if not word.endswith("'s")), WORDS_TRIED):
        for entry in {found.entry for found in entries.find(word)}:
            words.setdefault(entry, []).append(word)
    return {entry: tuple(own) for entry, own in words.items()}


def _add(found: dict[str, EntryHits], comment: Comment, places_found: Sequence[Found]) -> None:
    places = {own.entry: own for own in reversed(places_found)}
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
