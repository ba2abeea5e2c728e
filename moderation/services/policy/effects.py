"""What each clause of a draft would have done to the last comments."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from articles.models import Comment
from moderation.models import Clause, Policy, Verdict
from moderation.services.judging.triage import SEVERITY, strictness
from moderation.services.policy import contradictions, reach
from moderation.services.policy.contradictions import Contradictions, Decided
from moderation.services.policy.previewing import Line, lines
from moderation.services.policy.sample import (
    PERIOD,
    VERDICTS,
    Floats,
    Sample,
    Severities,
    recent,
    thresholds,
)

EXAMPLES = 10
CONTRADICTIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Day:
    """How many comments of one day get each verdict under a clause."""

    day: date
    queue: int = 0
    hold: int = 0
    remove: int = 0


@dataclass(frozen=True, slots=True)
class Daily:
    """How many cases each verdict makes a day, on average; the same text again makes none."""

    queue: float
    hold: float
    remove: float


@dataclass(frozen=True, slots=True)
class Flagged:
    """A comment that a clause flags, the probability of its attribute, and the verdict."""

    comment: Comment
    probability: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Effect:
    """What a clause would have done to a sample of comments.

    `days` has every day of the sample, oldest first.  `examples` run from the lowest score that is
    flagged to the highest.  `will_never_flag` says why nothing can be flagged, or is empty.
    """

    clause: Clause
    days: list[Day]
    examples: list[Flagged]
    contradicted: Contradictions
    lines: list[Line]
    will_never_flag: str
    cases: Daily

    @property
    def total(self) -> Day:
        """The counts of all days together, under the last of them."""
        names = ("queue", "hold", "remove")
        sums = {name: sum(getattr(own, name) for own in self.days) for name in names}
        return Day(self.days[-1].day, **sums)

    @property
    def flagged(self) -> int:
        """How many comments the clause flags."""
        total = self.total
        return total.queue + total.hold + total.remove


def effects(
    policy: Policy, clauses: Sequence[Clause], sample: Sample | None = None
) -> list[Effect]:
    """What each of `clauses` would have done to the last comments under `policy`, in their order.

    Counts what would be flagged under the clause itself: of clauses with the same attribute, the
    one that would be cited.  Nothing is scored again; `sample` is read if it is not given.
    """
    sample = recent(policy) if sample is None else sample
    known = contradictions.decided(sample)
    scored = [sample.by_score(clause) for clause in clauses]
    ruled = [sample.by_rules(clause) for clause in clauses]
    parts = zip(
        clauses, _cited(clauses, scored), ruled, _alike(clauses, scored, ruled), strict=True
    )
    return [
        _effect(clause, clauses, sample, known, by_score=by_score, by_rules=by_rules, alike=alike)
        for clause, by_score, by_rules, alike in parts
    ]


def _effect(
    clause: Clause,
    clauses: Sequence[Clause],
    sample: Sample,
    known: Decided,
    *,
    by_score: Severities,
    by_rules: Severities,
    alike: Severities,
) -> Effect:
    flagged = np.maximum(by_score, by_rules)
    return Effect(
        clause,
        _days(sample, flagged),
        _examples(clause, sample, flagged, by_score),
        contradictions.of_clause(
            clause,
            clauses,
            sample,
            known,
            flagged=flagged,
            alike=alike,
            shown=CONTRADICTIONS_SHOWN,
        ),
        lines(clause, sample),
        reach.will_never_flag(clause, clauses, sample),
        _cases(sample, flagged),
    )


def _alike(
    clauses: Sequence[Clause], scored: Sequence[Severities], ruled: Sequence[Severities]
) -> list[Severities]:
    """The severest that each clause, or one that measures the same, makes of each comment."""
    own = [np.maximum(*both) for both in zip(scored, ruled, strict=True)]
    return [
        np.max([own[n], *(own[m] for m in _places(clauses, clause.attribute))], axis=0)
        for n, clause in enumerate(clauses)
    ]


def _places(clauses: Sequence[Clause], attribute: str) -> list[int]:
    """Where the clauses with an attribute stand; none where the attribute is empty."""
    return [n for n, clause in enumerate(clauses) if attribute and clause.attribute == attribute]


def _cited(clauses: Sequence[Clause], scored: Sequence[Severities]) -> list[Severities]:
    """The severity of each clause where its score is cited, as `triage` chooses, else 0."""
    cited = list(scored)
    for attribute in {clause.attribute for clause in clauses}:
        places = _places(clauses, attribute)
        if len(places) > 1:
            strictest = np.argmax([_strictness(clauses[n], scored[n]) for n in places], axis=0)
            for rank, n in enumerate(places):  # the first of equals wins, as in `triage`
                cited[n] = np.where(strictest == rank, scored[n], np.int8(0))
    return cited


def _strictness(clause: Clause, severities: Severities) -> Floats:
    """How strict the clause is with each comment, as `triage` compares it."""
    by_rank = np.zeros(len(VERDICTS))
    for verdict, threshold in thresholds(clause).items():
        by_rank[SEVERITY[verdict]] = strictness(verdict, threshold)
    return by_rank[severities]


def _period(sample: Sample) -> list[date]:
    """The days of the sample: those of the whole period, unless older comments are left out."""
    zone = timezone.get_current_timezone()
    last = timezone.now().astimezone(zone).date()
    first = (timezone.now() - PERIOD).astimezone(zone).date()
    if sample.is_full:
        first = min(sample.dates)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _days(sample: Sample, flagged: Severities) -> list[Day]:
    counted = Counter(
        (sample.dates[place], VERDICTS[flagged[place]].value) for place in np.flatnonzero(flagged)
    )
    names = ("queue", "hold", "remove")
    return [Day(day, **{name: counted[day, name] for name in names}) for day in _period(sample)]


def _cases(sample: Sample, flagged: Severities) -> Daily:
    ranks = Counter(flagged[sample.is_new & (flagged > 0)].tolist())
    days = len(_period(sample))
    verdicts = {"queue": Verdict.QUEUE, "hold": Verdict.HOLD, "remove": Verdict.REMOVE}
    return Daily(**{name: ranks[SEVERITY[own]] / days for name, own in verdicts.items()})


def _examples(
    clause: Clause, sample: Sample, flagged: Severities, by_score: Severities
) -> list[Flagged]:
    """Ten comments spread over the scores that are flagged, then the newest that rules flag."""
    probabilities = sample.of(clause)
    places: list[int] = []
    if probabilities is not None:
        scored = np.flatnonzero(by_score)
        scored = scored[np.argsort(probabilities[scored], kind="stable")]
        places = [int(scored[n]) for n in _spread(probabilities[scored].tolist())]
    ruled = np.flatnonzero((flagged > 0) & (by_score == 0)).tolist()
    places += ruled[: EXAMPLES - len(places)]
    return [
        Flagged(
            sample.comment(place),
            None if probabilities is None else float(probabilities[place]),
            VERDICTS[flagged[place]],
        )
        for place in places
    ]


def _spread(ascending: Sequence[float]) -> list[int]:
    """Places of at most ten values, as evenly spread between the lowest and the highest as can be.

    The first above each of ten even steps, moved on where another step has taken it.
    """
    number = min(EXAMPLES, len(ascending))
    if number < 2:
        return list(range(number))
    steps = np.linspace(ascending[0], ascending[-1], number)
    wanted = np.searchsorted(ascending, steps)
    chosen: list[int] = []
    for left, place in zip(range(number, 0, -1), wanted.tolist(), strict=True):
        least = chosen[-1] + 1 if chosen else 0
        chosen.append(min(max(place, least), len(ascending) - left))
    return chosen
