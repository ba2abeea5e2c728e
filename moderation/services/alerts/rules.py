"""What a channel is to be told of now, by its rules."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from moderation.models import AlertChannel, AlertedCase, Finding, RescoringRun, ReviewItem
from moderation.services.nightly.run_summary import RunSummary

# A case that matches only later, since its score changed, is told of if it is not older.
RECENT = timedelta(days=1)
# What still holds is told of again after so long.
AGAIN = timedelta(days=1)
MOST_CASES = 1000


@dataclass(slots=True)
class News:
    """What a channel is told of: new cases, the oldest case, failures, a run."""

    cases: list[ReviewItem] = field(default_factory=list)
    oldest: ReviewItem | None = None
    not_scored: int = 0
    run: RescoringRun | None = None

    def data(self) -> dict[str, Any]:
        """As ids and numbers; empty if there is nothing to tell."""
        told: dict[str, Any] = {}
        if self.cases:
            told["cases"] = [case.pk for case in self.cases]
        if self.oldest:
            told["oldest"] = self.oldest.pk
        if self.not_scored:
            told["not_scored"] = self.not_scored
        if self.run:
            told["run"] = self.run.pk
        return told


def news(channel: AlertChannel, now: datetime) -> News:
    return News(
        cases=_cases(channel, now),
        oldest=_oldest(channel, now),
        not_scored=_not_scored(channel, now),
        run=_run(channel),
    )


def _cases(channel: AlertChannel, now: datetime) -> list[ReviewItem]:
    """Open cases that match and were not told of, the most urgent first."""
    matches = Q()
    if channel.probability_from is not None:
        matches |= Q(probability__gte=channel.probability_from)
    if channel.clauses:
        broken = Finding.objects.filter(
            comment=OuterRef("comment"), clause__quote__in=channel.clauses
        )
        matches |= Q(Exists(broken.exclude(verdict="publish")))
    if not matches:
        return []
    since = max(channel.endpoint.created_at, now - RECENT)
    told = AlertedCase.objects.filter(channel=channel, case=OuterRef("pk"))
    found = ReviewItem.objects.open().filter(
        matches, ~Exists(told), unjudged_since__isnull=True, opened_at__gte=since
    )
    return list(found.order_by("-priority", "pk")[:MOST_CASES])


def _oldest(channel: AlertChannel, now: datetime) -> ReviewItem | None:
    """The oldest case that waits, if it is too old; told of again after as many hours."""
    if channel.oldest_hours is None:
        return None
    limit = timedelta(hours=channel.oldest_hours)
    if channel.oldest_told_at and now - channel.oldest_told_at < limit:
        return None
    waiting = ReviewItem.objects.open().due_at(now).filter(opened_at__lte=now - limit)
    return waiting.order_by("opened_at", "pk").first()


def _not_scored(channel: AlertChannel, now: datetime) -> int:
    if channel.not_scored_from is None:
        return 0
    if channel.not_scored_told_at and now - channel.not_scored_told_at < AGAIN:
        return 0
    number = ReviewItem.objects.not_scored().count()
    return number if number >= channel.not_scored_from else 0


def _run(channel: AlertChannel) -> RescoringRun | None:
    """The last run that changed too many verdicts, once."""
    if channel.drift_from is None:
        return None
    finished = RescoringRun.objects.filter(
        opinion=RescoringRun.Opinion.FIRST,
        state=RescoringRun.State.FINISHED,
        finished_at__gte=channel.endpoint.created_at,
    )
    run = finished.first()
    if run is None or run.pk == channel.run_told_id:
        return None
    return run if RunSummary.from_json(run.summary).drift >= channel.drift_from else None
