"""Bringing comments up to date with the active release and the current policy versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Comment
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.models import ClassifierRelease, RescoringRun, Score
from moderation.services.judging import releases, scoring
from moderation.services.judging.outcomes import Outcome, mark_decided
from moderation.services.nightly.batches import Batch
from moderation.services.nightly.tally import Former, Tally
from moderation.services.policy import policies

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
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
"""Before every edit.  The first day of all would be no date in zones to the west."""
FORMER = ("verdict", *Attribute)


@dataclass(slots=True)
class Posted:
    """The little of a comment that scoring needs; a run reads a million of them."""

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
    """What the active release says."""

    __slots__ = ()

    def file(self) -> Tally:
        return self._count(scoring.file(self.outcomes))

    def rehearse(self) -> Tally:
        mark_decided(self.outcomes)
        return self._count(self.outcomes)

    def _count(self, outcomes: list[Outcome]) -> Tally:
        tally = Tally()
        tally.count(outcomes, self.former)
        return tally


def outdated(
    release: ClassifierRelease, *, after: int = 0, upto: int | None = None
) -> QuerySet[Comment]:
    """Comments without a score from `release` for what they say now, or judged under an older
    policy version.

    `after` and `upto` bound their ids: given to both tables, so that the
    database reads that range of each and no more.
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
    return policies.with_current_version(comments).filter(~Exists(up_to_date))


def judge(run: RescoringRun, after: int, upto: int) -> FirstOpinions:
    """Judge the outdated comments of a range of ids.  Stores nothing.

    Raises ReleaseError where this process cannot score with the run's
    release: one machine without the new weights must not hold every comment.
    """
    release, _ = releases.active()
    if release != run.release:
        raise ReleaseError(f"{release} took over from {run.release} meanwhile. Run rescore again.")
    comments, former = _read(run, after, upto)
    return FirstOpinions(scoring.judge(comments), former)


def _read(run: RescoringRun, after: int, upto: int) -> tuple[Sequence[Posted], dict[int, Former]]:
    past = Q(
        scores__release=run.compared_with, scores__comment__gt=after, scores__comment__lte=upto
    )
    rows = list(
        outdated(run.release, after=after, upto=upto)
        .annotate(past=FilteredRelation("scores", condition=past))
        .order_by("pk")
        .values_list(*COLUMNS, *(f"past__{name}" for name in FORMER))
    )
    width = len(COLUMNS)
    comments = [Posted(*row[:width]) for row in rows]
    former = {row[0]: Former(row[width], row[width + 1 :]) for row in rows if row[width]}
    return comments, former
