"""What clauses forbid that needs no classifier: listed words, many links, the same again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.normalization import Normalizer
from moderation.models import Clause, Finding, Verdict
from moderation.services.judging import repeats
from moderation.services.judging.outcomes import Readable

SHORTEST_DISGUISED = 4

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|info|biz|io)\b\S*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")

Phrase = tuple[str, ...]
Spans = list[tuple[int, int]]


def findings(
    comments: Sequence[Readable], clauses: Sequence[Sequence[Clause]]
) -> list[list[Finding]]:
    """What each of `comments` breaks of the rules of its own `clauses`, with the places."""
    found = [in_text(comment, own) for comment, own in zip(comments, clauses, strict=True)]
    counted = [n for n, own in enumerate(clauses) if any(c.repeats_to_hold for c in own)]
    times = repeats.times_posted([comments[n] for n in counted])
    for n, number in zip(counted, times, strict=True):
        found[n] += _repeated(comments[n], clauses[n], number)
    return found


def in_text(comment: Readable, clauses: Iterable[Clause]) -> list[Finding]:
    """`findings` without those that depend on what else the author posted."""
    return [finding for clause in clauses for finding in _of_clause(comment, clause)]


def has_any(clause: Clause) -> bool:
    """Whether `clause` has rules of its own beside an attribute's thresholds."""
    rules = (clause.words_to_queue, clause.words_to_hold)
    return any((*rules, clause.links_to_hold, clause.repeats_to_hold))


def listed_words(text: str, phrases: str) -> Spans:
    """Where `text` has one of `phrases` (one a line), read through every disguise.

    Spans are code-point offsets into `text` as posted.
    """
    listed = _list(phrases)
    if not listed.by_first:
        return []
    shadow = listed.normalizer(text)
    words = list(_WORD.finditer(shadow.text))
    spelled = [word.group() for word in words]
    return [
        shadow.origin(words[at].start(), words[at + length - 1].end())
        for at, word in enumerate(spelled)
        if (length := _longest(listed.by_first.get(word, ()), spelled, at))
    ]


def _of_clause(comment: Readable, clause: Clause) -> Iterator[Finding]:
    held = listed_words(comment.text, clause.words_to_hold)
    if held:
        yield _finding(comment, clause, Finding.Reason.WORDS, Verdict.HOLD, held)
    elif queued := listed_words(comment.text, clause.words_to_queue):
        yield _finding(comment, clause, Finding.Reason.WORDS, Verdict.QUEUE, queued)
    if clause.links_to_hold:
        links = [match.span() for match in _LINK.finditer(comment.text)]
        if len(links) >= clause.links_to_hold:
            yield _finding(comment, clause, Finding.Reason.LINKS, Verdict.HOLD, links)


def _finding(
    comment: Readable, clause: Clause, reason: Finding.Reason, verdict: Verdict, spans: Spans
) -> Finding:
    evidence = [[start, end, 0.0] for start, end in spans]
    return Finding(
        comment_id=comment.pk, clause=clause, reason=reason, verdict=verdict, evidence=evidence
    )


def _repeated(comment: Readable, clauses: Iterable[Clause], times: int) -> Iterator[Finding]:
    for clause in clauses:
        if clause.repeats_to_hold and times >= clause.repeats_to_hold:
            yield _finding(comment, clause, Finding.Reason.REPEATED, Verdict.HOLD, [])


def _longest(phrases: Iterable[Phrase], words: list[str], at: int) -> int:
    """The length in words of the longest of `phrases` that stands at `at`; 0 for none."""
    return max((len(p) for p in phrases if tuple(words[at : at + len(p)]) == p), default=0)


@dataclass(frozen=True)
class WordList:
    """Normalised phrases by their first word, so that long lists stay quick.

    The normaliser takes the words of the list for worth disguising, and so
    sees through `sn4ke` and `s n a k e` as well.
    """

    by_first: dict[str, list[Phrase]]
    normalizer: Normalizer


@lru_cache(maxsize=64)
def _list(phrases: str) -> WordList:
    plain = Normalizer()
    by_first: dict[str, list[Phrase]] = {}
    for line in phrases.splitlines():
        words = tuple(_WORD.findall(plain(line).text))
        if words:
            by_first.setdefault(words[0], []).append(words)
    listed = {word for same in by_first.values() for phrase in same for word in phrase}
    disguisable = sorted(w for w in listed if w.isascii() and len(w) >= SHORTEST_DISGUISED)
    return WordList(by_first, Normalizer(Lexicon(disguisable)))
