"""Rescoring comments with the active release, under the current policy versions."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import (
    Case,
    CharField,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from articles.models import Comment
from moderation.classifiers.base import Attribute, Classifier, ReleaseError, Scores
from moderation.models import ClassifierRelease, Clause, PolicyVersion, RescoringRun
from moderation.services.judging import releases, rules, scoring
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
    "edited_at",
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
    edited_at: datetime | None
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
    policy version.  Not those that lost their text when their author was erased.

    `after` and `upto` limit the ids in both tables, so that the database reads
    only that range of each.  `known` is the score from `release`, whether it is
    up to date or not, and `is_known` whether it is of the current text, whose language it tells.
    """
    comments, own = Comment.objects.filter(~Q(text=""), pk__gt=after), Q(scores__comment__gt=after)
    if upto is not None:
        comments, own = comments.filter(pk__lte=upto), own & Q(scores__comment__lte=upto)
    known = comments.annotate(
        known=FilteredRelation("scores", condition=Q(scores__release=release) & own),
        is_known=Case(When(_of_current_text("known"), then=True), default=False),
        judged_under=Coalesce("known__policy_version", Value(0)),
    )
    up_to_date = Q(is_known=True, judged_under=F("current_version"))
    return PolicyVersion.objects.with_current_version(known).filter(~up_to_date)


def _of_current_text(score: str) -> Q:
    """Whether a joined score is of the current text, and of a version that told its language."""
    edited = Coalesce("edited_at", Value(LONG_AGO))
    return Q(**{f"{score}__scored_at__gte": edited, f"{score}__language__gt": ""})


def classifier_of(run: RescoringRun) -> Classifier:
    """The active classifier.

    Raises ReleaseError where the active release is not the run's: a machine
    without the new weights must not hold every comment.
    """
    release, classifier = releases.configured()
    if release != run.release:
        raise ReleaseError(f"{release} has replaced {run.release}. Run rescore again.")
    return classifier


def judge(run: RescoringRun, after: int, upto: int) -> FirstOpinions:
    """Judge the outdated comments of a range of ids.  Stores nothing.

    Raises ReleaseError where the active release is not the run's.
    """
    classifier_of(run)
    stored = _read(run, after, upto)
    outcomes = scoring.judge(stored.comments, stored.known, stored.languages, in_bulk=True)
    return FirstOpinions(outcomes, stored.previous)


@dataclass(slots=True)
class _Stored:
    """Outdated comments, the run's scores of those whose text has one, and the previous scores.

    `languages` are those that these scores tell of the current texts, else empty.
    """

    comments: list[CommentRow]
    known: list[Scores | None]
    languages: list[str]
    previous: dict[int, PreviousScore]


def _read(run: RescoringRun, after: int, upto: int) -> _Stored:
    """Read a range.  One score of each comment is both where only the policy changed."""
    within = Q(scores__comment__gt=after, scores__comment__lte=upto)
    compared_with = Q(scores__release=run.compared_with) & within
    previous = "known" if run.compared_with == run.release else "previous"
    rows = list(
        outdated(run.release, after=after, upto=upto)
        .annotate(
            previous=FilteredRelation("scores", condition=compared_with),
            needed_text=_needed_text(),
            language=_language("known", previous),
        )
        .order_by("pk")
        .values_list(
            *(name if name != "text" else "needed_text" for name in COLUMNS),
            *(f"{previous}__{name}" for name in SCORE_COLUMNS),
            "is_known",
            "language",
            *(f"known__{name}" for name in Attribute if previous != "known"),
        )
    )
    width, last = len(COLUMNS), len(COLUMNS) + len(SCORE_COLUMNS)
    attributes, first_known = tuple(Attribute), -len(Attribute)
    if previous == "known":
        first_known = width + 1
    end = first_known + len(Attribute) or None
    return _Stored(
        [CommentRow(*row[:width]) for row in rows],
        [
            dict(zip(attributes, row[first_known:end], strict=True)) if row[last] else None
            for row in rows
        ],
        [row[last + 1] for row in rows],
        {row[0]: PreviousScore(row[width], row[width + 1 : last]) for row in rows if row[width]},
    )


def _language(*scores: str) -> Case:
    """The language of the current text, where one of these joined scores tells it."""
    told = [When(_of_current_text(score), then=F(f"{score}__language")) for score in scores]
    return Case(*told, default=Value("", CharField()))


def _needed_text() -> Case:
    """The text, but empty where the scores are known and no rule of a clause reads it."""
    reading = Clause.objects.filter(rules.HAS_ANY).values("version")
    needs_none = Q(is_known=True) & ~Q(current_version__in=reading)
    return Case(When(needs_none, then=Value("", TextField())), default=F("text"))
