"""Differences between two policy versions."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import eq
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.matching.entries import lines
from moderation.models import Clause, PolicyVersion, Verdict
from moderation.models.clause import THRESHOLDS
from moderation.models.clause_rules import Rule, RuleKind
from moderation.services.judging import succession
from moderation.services.policy.verbs import KINDS, OF_THRESHOLDS, VERBS, percent

Kind = Literal["same", "added", "removed"]

Block = tuple[int, int, int]
# Start and end in the old text, start and end in the new one.
Range = tuple[int, int, int, int]

# How deep gaps between anchors are compared recursively.
DEEPEST = 12
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts or only one of them has."""

    kind: Kind
    text: str


@lru_cache(maxsize=64)
def of_texts(before: str, after: str) -> tuple[Piece, ...]:
    """The difference between two texts, word by word.

    The `same` and `removed` pieces make up `before`, the `same` and `added`
    ones `after`.  Versions do not change, so results can be cached.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    pieces: list[Piece] = []
    i = k = 0
    for begin, other, length in [*_shared(old, new), (len(old), len(new), 0)]:
        pieces += [Piece("removed", "".join(old[i:begin]))] if begin > i else []
        pieces += [Piece("added", "".join(new[k:other]))] if other > k else []
        i, k = begin + length, other + length
        pieces += [Piece("same", "".join(old[begin:i]))] if length else []
    return tuple(pieces)


def _shared(old: list[str], new: list[str]) -> list[Block]:
    """Matching blocks (start, start in the other text, length), in order.

    This is a patience diff: words that occur once in both texts are anchors, and
    the gaps between them are compared recursively.  It takes nearly linear time,
    where a search for the longest match takes quadratic time.
    """
    blocks: list[Block] = []
    ranges = [(0, len(old), 0, len(new))]
    for _depth in range(DEEPEST):
        gaps: list[Range] = []
        for within in ranges:
            ahead, behind, rest = _trimmed(old, new, within)
            blocks += ahead, behind
            gaps += _between_anchors(old, new, rest)
        ranges = gaps
    return _joined(sorted(block for block in blocks if block[2]))


def _trimmed(old: list[str], new: list[str], within: Range) -> tuple[Block, Block, Range]:
    """The common prefix and suffix of a range of both texts, and the rest between them."""
    i, j, k, m = within
    ahead = _common_prefix(old[i:j], new[k:m])
    rest = (i + ahead, j, k + ahead, m)
    behind = _common_prefix(old[rest[0] : j][::-1], new[rest[2] : m][::-1])
    end, end_new = j - behind, m - behind
    return (i, k, ahead), (end, end_new, behind), (rest[0], end, rest[2], end_new)


def _common_prefix(old: list[str], new: list[str]) -> int:
    """The length of the common prefix."""
    return sum(1 for _ in takewhile(bool, map(eq, old, new)))


def _between_anchors(old: list[str], new: list[str], within: Range) -> Iterator[Range]:
    """The ranges from each anchor to the next; none without anchors."""
    i, j, k, m = within
    once = _once(old, i, j)
    other = _once(new, k, m)
    common = [(place, other[word]) for word, place in once.items() if word in other]
    anchors = _longest_increasing(common)
    if anchors:
        ends = [*anchors[1:], (j, m)]
        yield i, anchors[0][0], k, anchors[0][1]
        for (begin, begin_new), (end, end_new) in zip(anchors, ends, strict=True):
            yield begin, end, begin_new, end_new


def _once(words: list[str], begin: int, end: int) -> dict[str, int]:
    """The words that occur exactly once from `begin` to `end`, with their positions."""
    counts = Counter(words[begin:end])
    return {word: place for place in range(begin, end) if counts[word := words[place]] == 1}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest increasing subsequence of `pairs` by their second numbers."""
    lowest: list[int] = []
    last: list[int] = []
    former: list[int | None] = []
    for number, (_at, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        former.append(last[length - 1] if length else None)
        lowest[length : length + 1] = [place]
        last[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(pairs[at])
        at = former[at]
    return chain[::-1]


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks, with adjacent ones merged."""
    joined: list[Block] = []
    for begin, other, length in blocks:
        if joined and (joined[-1][0] + joined[-1][2], joined[-1][1] + joined[-1][2]) == (
            begin,
            other,
        ):
            former = joined.pop()
            begin, other, length = former[0], former[1], former[2] + length  # noqa: PLW2901
        joined.append((begin, other, length))
    return joined


def of_clauses(before: PolicyVersion | None, after: PolicyVersion) -> list[str]:
    """One sentence for each clause that was added, deleted or changed."""
    return between(before.clauses.all() if before else [], after.clauses.all())


def between(before: Iterable[Clause], after: Iterable[Clause]) -> list[str]:
    """Like `of_clauses`, for clauses that need not be stored."""
    paired = pairs(before, after)
    added, deleted = _("Added: “%(quote)s”."), _("Deleted: “%(quote)s”.")
    came = [added % {"quote": new.quote} for old, new in paired if new and not old]
    went = [deleted % {"quote": old.quote} for old, new in paired if old and not new]
    changed = [_changed(old, new) for old, new in paired if old and new]
    return [*came, *went, *filter(None, changed)]


def pairs(
    before: Iterable[Clause], after: Iterable[Clause]
) -> list[tuple[Clause | None, Clause | None]]:
    """Return each clause beside its successor, in the order of `after`, the deleted ones last.

    What stands for what is said in `succession`.
    """
    old, new = list(before), list(after)
    successors = succession.paired(old, new)
    former = {place: old[n] for n, place in successors.items()}
    gone = [clause for n, clause in enumerate(old) if n not in successors]
    return [
        *((former.get(place), clause) for place, clause in enumerate(new)),
        *((clause, None) for clause in gone),
    ]


def _changed(old: Clause, new: Clause) -> str:
    parts = [
        _("%(verb)s from %(old)s → %(new)s")
        % {
            "verb": OF_THRESHOLDS[name],
            "old": _said(getattr(old, name)),
            "new": _said(getattr(new, name)),
        }
        for name in THRESHOLDS
        if getattr(old, name) != getattr(new, name)
    ]
    if old.quote != new.quote:
        told = _("quotes “%(new)s” instead of “%(old)s”")
        parts.insert(0, told % {"new": new.quote, "old": old.quote})
    if old.attribute != new.attribute:
        told = _("measures %(old)s → %(new)s")
        parts.append(told % {"old": _measured(old), "new": _measured(new)})
    parts += _changed_rules(old, new)
    if old.notice_texts != new.notice_texts:
        parts.append(_("another text in notices"))
    if old.quotes != new.quotes:
        parts.append(_("other words in another language"))
    return f"“{new.quote}”: {', '.join(parts)}." if parts else ""


def _measured(clause: Clause) -> str:
    return str(clause.get_attribute_display()) if clause.attribute else _("nothing")


def _said(value: float | None) -> str:
    return _("off") if value is None else percent(value)


def _changed_rules(old: Clause, new: Clause) -> list[str]:
    before, after = _rules(old), _rules(new)
    return [
        _("%(kind)s to %(verb)s %(old)s → %(new)s")
        % {
            "kind": KINDS[RuleKind(kind)],
            "verb": VERBS[Verdict(verdict)],
            "old": _said_rules(before.get((kind, verdict))),
            "new": _said_rules(after.get((kind, verdict))),
        }
        for kind, verdict in {**before, **after}
        if before.get((kind, verdict)) != after.get((kind, verdict))
    ]


def _rules(clause: Clause) -> dict[tuple[str, str], list[Rule]]:
    rules: dict[tuple[str, str], list[Rule]] = {}
    for rule in clause.own_rules:
        rules.setdefault((rule.kind.value, rule.verdict), []).append(rule)
    return rules


def _said_rules(rules: Iterable[Rule] | None) -> str:
    if rules is None:
        return _("off")
    entries = sum(len(lines(rule.entries)) for rule in rules)
    limits = [str(rule.limit) for rule in rules if rule.limit is not None]
    languages = sorted({rule.language for rule in rules if rule.language})
    return ", ".join([*limits, *languages, *([_told(entries)] if entries else [])])


def _told(entries: int) -> str:
    told = ngettext("(%(number)d entry)", "(%(number)d entries)", entries)
    return told % {"number": entries}
