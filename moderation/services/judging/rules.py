"""The rules of clauses that need no classifier: listed words, many links, repeated texts."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from moderation.matching.links import links
from moderation.matching.word_lists import word_list
from moderation.models import Clause, Finding, Verdict
from moderation.services.judging import repeats
from moderation.services.judging.outcomes import Readable

Offsets = tuple[int, int]

# Matches the clauses of which `has_any` is true.
HAS_ANY = (
    ~Q(words_to_queue="") | ~Q(words_to_hold="") | Q(links_to_hold__gt=0) | Q(repeats_to_hold__gt=0)
)


def findings(
    comments: Sequence[Readable], clauses: Sequence[Sequence[Clause]]
) -> list[list[Finding]]:
    """The findings for each comment under the rules of its own `clauses`."""
    found = [in_text(comment, own) for comment, own in zip(comments, clauses, strict=True)]
    counted = [n for n, own in enumerate(clauses) if any(c.repeats_to_hold for c in own)]
    times = repeats.times_posted([comments[n] for n in counted])
    for n, number in zip(counted, times, strict=True):
        found[n] += _repeated(comments[n], clauses[n], number)
    return found


def in_text(comment: Readable, clauses: Iterable[Clause]) -> list[Finding]:
    """The findings that do not depend on the author's other comments."""
    return [finding for clause in clauses for finding in _of_clause(comment, clause)]


def has_any(clause: Clause) -> bool:
    """Whether `clause` has a rule that needs no classifier."""
    rules = (clause.words_to_queue, clause.words_to_hold)
    return any((*rules, clause.links_to_hold, clause.repeats_to_hold))


def listed_words(text: str, phrases: str) -> list[Offsets]:
    """Where `text` contains one of `phrases` (one per line), even obfuscated.

    Code-point offsets into `text` as posted.
    """
    if not phrases.strip():
        return []
    longest = {found.start: found.end for found in word_list(phrases).find(text)}
    return list(longest.items())


def _of_clause(comment: Readable, clause: Clause) -> Iterator[Finding]:
    held = listed_words(comment.text, clause.words_to_hold)
    if held:
        yield _finding(comment, clause, Finding.Reason.WORDS, Verdict.HOLD, held)
    elif queued := listed_words(comment.text, clause.words_to_queue):
        yield _finding(comment, clause, Finding.Reason.WORDS, Verdict.QUEUE, queued)
    if clause.links_to_hold:
        found = links(comment.text)
        if len(found) >= clause.links_to_hold:
            yield _finding(comment, clause, Finding.Reason.LINKS, Verdict.HOLD, found)


def _finding(
    comment: Readable,
    clause: Clause,
    reason: Finding.Reason,
    verdict: Verdict,
    found: list[Offsets],
) -> Finding:
    evidence = [[start, end, 0.0] for start, end in found]
    return Finding(
        comment_id=comment.pk, clause=clause, reason=reason, verdict=verdict, evidence=evidence
    )


def _repeated(comment: Readable, clauses: Iterable[Clause], times: int) -> Iterator[Finding]:
    for clause in clauses:
        if clause.repeats_to_hold and times >= clause.repeats_to_hold:
            yield _finding(comment, clause, Finding.Reason.REPEATED, Verdict.HOLD, [])
