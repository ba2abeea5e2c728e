"""What clauses forbid that needs no classifier: listed words, many links, the same again."""

from collections.abc import Iterable, Iterator, Sequence

from moderation.matching.links import links
from moderation.matching.word_lists import word_list
from moderation.models import Clause, Finding, Verdict
from moderation.services.judging import repeats
from moderation.services.judging.outcomes import Readable

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
        spans = links(comment.text)
        if len(spans) >= clause.links_to_hold:
            yield _finding(comment, clause, Finding.Reason.LINKS, Verdict.HOLD, spans)


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
