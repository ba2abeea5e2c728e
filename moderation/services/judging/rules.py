"""The rules of clauses that need no classifier, applied to comments and names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from django.db.models import Q

from moderation.matching import homographs, patterns
from moderation.matching.capitals import share_of_capitals
from moderation.matching.links import links
from moderation.matching.word_lists import word_list
from moderation.models import Clause, Finding, Verdict
from moderation.models.clause_rules import Rule, RuleKind
from moderation.services.judging import account_ages, repeats
from moderation.services.judging.outcomes import Readable

Offsets = tuple[int, int]
# What a rule found: None where it is not broken, and no offsets where no words in particular
# break it.
Broken = list[Offsets] | None

# Matches the clauses that have rules.
HAS_ANY = ~Q(rules=[])

REASONS = {
    RuleKind.WORDS: Finding.Reason.WORDS,
    RuleKind.PATTERNS: Finding.Reason.PATTERN,
    RuleKind.NAMES: Finding.Reason.LISTED_NAME,
    RuleKind.LINKS: Finding.Reason.LINKS,
    RuleKind.REPEATS: Finding.Reason.REPEATED,
    RuleKind.CAPITALS: Finding.Reason.CAPITALS,
    RuleKind.ACCOUNT_AGE: Finding.Reason.NEW_ACCOUNT,
}


def findings(
    comments: Sequence[Readable], clauses: Sequence[Sequence[Clause]]
) -> list[list[Finding]]:
    """The findings for each comment under the rules of its own `clauses`."""
    found = [in_text(comment, own) for comment, own in zip(comments, clauses, strict=True)]
    for kind, (measure, _) in MEASURED.items():
        measured = [n for n, own in enumerate(clauses) if any(kind in c.rules_by_kind for c in own)]
        numbers = measure([comments[n] for n in measured])
        for n, number in zip(measured, numbers, strict=True):
            found[n] += _by_number(comments[n], clauses[n], kind, number)
    return found


def in_text(comment: Readable, clauses: Iterable[Clause]) -> list[Finding]:
    """The findings that depend on nothing but the text."""
    return [f for clause in clauses for f in _severest_of_kinds(comment, clause, IN_TEXT)]


def about_name(name: Readable, clauses: Iterable[Clause]) -> list[Finding]:
    """The findings about a name that is given as a text: listed words, and listed names."""
    kinds = (RuleKind.WORDS, RuleKind.NAMES)
    return [f for clause in clauses for f in _severest_of_kinds(name, clause, kinds)]


def breaking(comments: Sequence[Readable], rule: Rule) -> list[bool]:
    """Which stored `comments` break `rule`, in their text or in their author's name.

    What is found in a text is remembered: an editor tries one list again and again.
    """
    if rule.kind in MEASURED:
        measure, is_broken = MEASURED[rule.kind]
        return [is_broken(number, rule) for number in measure(comments)]
    key = rule.kind, rule.entries, rule.limit, rule.language
    named = rule.kind in (RuleKind.WORDS, RuleKind.NAMES)
    return [
        (rule.kind in IN_TEXT and _is_broken(comment.text, *key))
        or (named and _is_broken(comment.author_name, *key))
        for comment in comments
    ]


@lru_cache(maxsize=20_000)
def _is_broken(text: str, kind: RuleKind, entries: str, limit: int | None, language: str) -> bool:
    return LOOKS[kind](text, Rule(kind, Verdict.QUEUE, entries, limit, language)) is not None


def listed_words(text: str, phrases: str) -> list[Offsets]:
    """Where `text` contains one of `phrases` (one per line), even obfuscated.

    Code-point offsets into `text` as posted.
    """
    if not phrases.strip():
        return []
    longest = {found.start: found.end for found in word_list(phrases).find(text)}
    return list(longest.items())


def _words(text: str, rule: Rule) -> Broken:
    found = listed_words(text, rule.entries)
    if rule.language:
        found = homographs.left_out(text, found, rule.language)
    return found or None


def _patterns(text: str, rule: Rule) -> Broken:
    return sorted(set(patterns.find(text, rule.entries))) or None


def _links(text: str, rule: Rule) -> Broken:
    found = links(text)
    return found if len(found) >= (rule.limit or 0) else None


def _capitals(text: str, rule: Rule) -> Broken:
    return [] if share_of_capitals(text) * 100 >= (rule.limit or 0) else None


LOOKS: dict[RuleKind, Callable[[str, Rule], Broken]] = {
    RuleKind.WORDS: _words,
    RuleKind.NAMES: _words,
    RuleKind.PATTERNS: _patterns,
    RuleKind.LINKS: _links,
    RuleKind.CAPITALS: _capitals,
}
IN_TEXT = (RuleKind.WORDS, RuleKind.PATTERNS, RuleKind.LINKS, RuleKind.CAPITALS)


def _at_least(number: float, rule: Rule) -> bool:
    return number >= (rule.limit or 0)


def _below(number: float, rule: Rule) -> bool:
    return number < (rule.limit or 0)


# What is measured of comments for a limit, a number each, and which numbers break it
MEASURED: dict[
    RuleKind, tuple[Callable[[Sequence[Readable]], Sequence[float]], Callable[[float, Rule], bool]]
] = {
    RuleKind.REPEATS: (repeats.times_posted, _at_least),
    RuleKind.ACCOUNT_AGE: (account_ages.in_days, _below),
}


def _severest_of_kinds(
    comment: Readable, clause: Clause, kinds: Iterable[RuleKind]
) -> Iterator[Finding]:
    """Yield one finding for each kind: that of the severest of its rules that are broken."""
    for kind in kinds:
        for rule in clause.rules_by_kind.get(kind, ()):
            if (found := LOOKS[kind](comment.text, rule)) is not None:
                yield _finding(comment, clause, rule, found)
                break


def _finding(comment: Readable, clause: Clause, rule: Rule, found: Iterable[Offsets]) -> Finding:
    return Finding(
        comment_id=comment.pk,
        clause=clause,
        reason=REASONS[rule.kind],
        verdict=Verdict(rule.verdict),
        evidence=[[start, end, 0.0] for start, end in found],
    )


def _by_number(
    comment: Readable, clauses: Iterable[Clause], kind: RuleKind, number: float
) -> Iterator[Finding]:
    _, is_broken = MEASURED[kind]
    for clause in clauses:
        broken = [rule for rule in clause.rules_by_kind.get(kind, ()) if is_broken(number, rule)]
        if broken:
            yield _finding(comment, clause, broken[0], [])
