"""Rescoring comments with the active release, under the current policy versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Comment
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.models import ClassifierRelease, PolicyVersion, RescoringRun, Score
from moderation.services.judging import releases, scoring
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence import storing
from moderation.services.judging.persistence.decisions import mark_decided
from moderation.services.nightly.batches import Batch
from moderation.services.nightly.run_summary import PreviousScore, RunSummary

# Comments that are read and judged at once.
BATCH_SIZE = 10_000

COLUMNS = (
    "pk",
    "article_id",
    "author_id",
    "text",
    "status",
    "source_id",
    "posted_as",
    "author__name",
)
SCORE_COLUMNS = ("verdict", *Attribute)
# Before every edit.  January 1 would be outside of datetime's range in time zones to the west.
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(slots=True)
class CommentRow:
    """The columns of a comment that scoring needs: a run reads a million of them."""

    pk: int
    article_id: int
    author_id: int
    text: str
    status: str
    source_id: str | None
    posted_as: str
    name: str

    @property
    def author_name(self) -> str:
        return self.posted_as or self.name


class FirstOpinions(Batch):
    """Outcomes of the active release."""

    __slots__ = ()

    def store(self) -> RunSummary:
        return self._count(storing.store(self.outcomes))

    def dry_run(self) -> RunSummary:
        mark_decided(self.outcomes)
        return self._count(self.outcomes)

    def _count(self, outcomes: list[Outcome]) -> RunSummary:
        summary = RunSummary()
        summary.count(outcomes, self.previous)
        return summary


def outdated(
    release: ClassifierRelease, *, after: int = 0, upto: int | None = None
) -> QuerySet[Comment]:
    """Comments without a score from `release` for their current text, or judged under an older
    policy version.

    `after` and `upto` limit the ids in both tables, so that the database reads
    only that range of each.
    """
    comments = Comment.objects.filter(pk__gt=after)
    scores = Score.objects.filter(release=release, comment__gt=after)
    if upto is not None:
        comments, scores = comments.filter(pk__lte=upto), scores.filter(comment__lte=upto)
    up_to_date = scores.annotate(judged_under=Coalesce("policy_version", Value(0))).filter(
        comment=OuterRef("pk"),
        judged_under=OuterRef("current_version"),
        scored_at__gte=Coalesce(OuterRef("edited_at"), Value(LONG_AGO)),
    )
    return PolicyVersion.objects.with_current_version(comments).filter(~Exists(up_to_date))


def judge(run: RescoringRun, after: int, upto: int) -> FirstOpinions:
    """Judge the outdated comments of a range of ids.  Stores nothing.

    Raises ReleaseError where the active release is not the run's: a machine
    without the new weights must not hold every comment.
    """
    release, _ = releases.configured()
    if release != run.release:
        raise ReleaseError(f"{release} has replaced {run.release}. Run rescore again.")
    comments, previous = _read(run, after, upto)
    return FirstOpinions(scoring.judge(comments, in_bulk=True), previous)


def _read(
    run: RescoringRun, after: int, upto: int
) -> tuple[Sequence[CommentRow], dict[int, PreviousScore]]:
    compared_with = Q(
        scores__release=run.compared_with, scores__comment__gt=after, scores__comment__lte=upto
    )
    rows = list(
        outdated(run.release, after=after, upto=upto)
        .annotate(previous=FilteredRelation("scores", condition=compared_with))
        .order_by("pk")
        .values_list(*COLUMNS, *(f"previous__{name}" for name in SCORE_COLUMNS))
    )
    width = len(COLUMNS)
    comments = [CommentRow(*row[:width]) for row in rows]
    previous = {row[0]: PreviousScore(row[width], row[width + 1 :]) for row in rows if row[width]}
    return comments, previous
