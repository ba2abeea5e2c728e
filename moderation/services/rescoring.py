"""Bringing comments up to date with the active release and the current policy versions."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Comment
from moderation.models import ClassifierRelease, Score
from moderation.services import policies, releases, scoring
from moderation.services.scoring import Outcome

BATCH_SIZE = 500


@dataclass(slots=True)
class Report:
    """What a run came to.  `changes` counts (status before, status after) pairs."""

    release: ClassifierRelease
    examined: int = 0
    not_scored: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    contradicted: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome, status_before: str) -> None:
        self.examined += 1
        self.not_scored += outcome.scores is None
        if outcome.decided:
            if outcome.status != status_before:
                self.contradicted.append(outcome)
        elif outcome.status != status_before:
            self.changes[status_before, outcome.status] += 1


def outdated(release: ClassifierRelease) -> QuerySet[Comment]:
    """Comments without a score from `release`, or judged under an older policy version."""
    up_to_date = Score.objects.annotate(judged_under=Coalesce("policy_version", Value(0))).filter(
        comment=OuterRef("pk"), release=release, judged_under=OuterRef("current_version")
    )
    return policies.with_current_version(Comment.objects.all()).filter(~Exists(up_to_date))


def rescore(
    *,
    dry_run: bool = False,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Score every outdated comment, a batch to a transaction, and report what changed.

    A batch is stored as a whole or not at all, so that a killed run is simply
    run again.  Calls `progress` with the size of each batch.  Raises
    ReleaseError, before it touches anything, where no classifier can be used.
    """
    release, _ = releases.active()
    report = Report(release)
    for batch in _batches(outdated(release), batch_size):
        before = {comment.pk: comment.status for comment in batch}
        outcomes = scoring.judge(batch) if dry_run else scoring.score(batch)
        for outcome in outcomes:
            report.add(outcome, before[outcome.comment.pk])
        progress(len(batch))
    return report


def _batches(comments: QuerySet[Comment], size: int) -> Iterator[list[Comment]]:
    """Walk by primary key, so that neither memory nor a page's cost grows with the table."""
    last = 0
    while batch := list(comments.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk
