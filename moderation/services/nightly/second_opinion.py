"""A second classifier's opinion of the comments that the first is least certain about."""

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Abs, Cast, Least

from articles.models import Comment
from moderation.classifiers.base import Attribute, Classifier, NotScored, ReleaseError
from moderation.classifiers.languages import UNDETERMINED
from moderation.models import (
    ClassifierRelease,
    Decision,
    PolicyVersion,
    RescoringRun,
    ReviewItem,
    Score,
    Verdict,
)
from moderation.models.review import priority_of
from moderation.services.judging import measuring, releases, watches
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence import storing
from moderation.services.judging.persistence.decisions import decided_by_a_person
from moderation.services.judging.persistence.scores import store_scores
from moderation.services.judging.triage import triage
from moderation.services.nightly.batches import Batch
from moderation.services.nightly.rescoring import COLUMNS, CommentRow
from moderation.services.nightly.run_summary import PreviousScore, RunSummary

BATCH_SIZE = 200
# Comments that are read to measure the classifier's speed.
SAMPLE = 32
# A band that covers every comment.
WIDEST = 1.0


class SecondOpinions(Batch):
    """Outcomes of the shadow release: stored as scores; cases rise where the verdicts differ."""

    __slots__ = ()

    def store(self) -> RunSummary:
        stored = _store(self.outcomes, self.previous)
        failed = [outcome for outcome in self.outcomes if outcome.scores is None]
        return self._count([*stored, *failed])

    def dry_run(self) -> RunSummary:
        return self._count(self.outcomes)

    def _count(self, outcomes: Sequence[Outcome]) -> RunSummary:
        summary = RunSummary()
        summary.count_opinions(outcomes, self.previous)
        return summary


def band(*, active: ClassifierRelease, shadow: ClassifierRelease, comments: int) -> float:
    """The distance to a threshold within which the `comments` least certain scores lie."""
    distances = _undecided(active, shadow).order_by("distance").values_list("distance", flat=True)
    edge: float | None = distances[comments - 1 : comments].first() if comments else None
    return WIDEST if edge is None else edge


def comments_in(
    seconds: float, *, active: ClassifierRelease, shadow: ClassifierRelease, classifier: Classifier
) -> int:
    """How many comments `classifier` scores in `seconds`, measured on a small sample."""
    least_certain = _undecided(active, shadow).order_by("distance")
    texts = list(least_certain.values_list("comment__text", flat=True)[:SAMPLE])
    if not texts:
        return 0
    start = time.perf_counter()
    with suppress(NotScored):  # it took its time for each text
        classifier.score_in_bulk(texts)
    return max(1, int(seconds * len(texts) / (time.perf_counter() - start)))


def judge(run: RescoringRun, after: int, upto: int) -> SecondOpinions:
    """Score the uncertain comments of a range of ids with the second classifier."""
    classifier = releases.load(run.release.classifier)
    if classifier.digest != run.release.digest:
        raise ReleaseError(f"{classifier.name} is not the release of this run. Run rescore again.")
    comments, firsts, languages = _read(run, classifier, after, upto)
    versions = PolicyVersion.objects.current_versions({comment.article_id for comment in comments})
    outcomes, previous = [], {}
    seconds = measuring.scores_of(comments, classifier, in_bulk=True)
    for comment, first, language, second in zip(comments, firsts, languages, seconds, strict=True):
        version = versions[comment.article_id]
        clauses = tuple(version.clauses.all()) if version else ()
        first_verdict = triage(dict(zip(Attribute, first, strict=True)), clauses).verdict
        verdict = triage(second, clauses).verdict if second else Verdict.PUBLISH
        previous[comment.pk] = PreviousScore(first_verdict, first)
        outcomes.append(
            Outcome(
                comment,
                verdict,
                run.release,
                version,
                second,
                comment.status,
                language=language,
            )
        )
    return SecondOpinions(outcomes, previous)


def _read(
    run: RescoringRun, classifier: Classifier, after: int, upto: int
) -> tuple[list[CommentRow], list[tuple[float, ...]], list[str]]:
    """The uncertain comments that `classifier` can read, their first scores and languages."""
    if run.compared_with is None:
        return [], [], []
    uncertain = _undecided(run.compared_with, run.release).filter(
        comment__gt=after,
        comment__lte=upto,
        distance__lte=run.band,
        language__in=["", UNDETERMINED, *classifier.languages],
    )
    columns = ("comment_id", *(f"comment__{name}" for name in COLUMNS[1:]))
    rows = list(uncertain.order_by("comment").values_list(*columns, "language", *Attribute))
    width = len(COLUMNS)
    return (
        [CommentRow(*row[:width]) for row in rows],
        [row[width + 1 :] for row in rows],
        [row[width] for row in rows],
    )


def _undecided(active: ClassifierRelease, shadow: ClassifierRelease) -> QuerySet[Any]:
    """Scores of the active release without a second opinion or a person's decision, of texts
    that were not erased.

    `distance` is the one to the nearest threshold of the site's policy.
    """
    read = Score.objects.filter(release=shadow, comment=OuterRef("comment"))
    decided = Decision.objects.standing().by_people().filter(comment=OuterRef("comment"))
    scores = Score.objects.filter(
        ~Exists(read.of_current_text()), ~Exists(decided), ~Q(comment__text=""), release=active
    )
    return scores.annotate(distance=_distance())


def _distance() -> Least:
    version = PolicyVersion.objects.default_version()
    clauses = version.clauses.exclude(attribute="") if version else []
    distances = [
        Abs(F(clause.attribute) - Value(threshold, output_field=FloatField()))
        for clause in clauses
        for threshold in (clause.queue_at, clause.hold_at)
    ]
    widest = Cast(Value(WIDEST), FloatField())
    return Least(widest, widest, *distances)  # Least needs two, whatever the policy has


@transaction.atomic
def _store(outcomes: list[Outcome], previous: dict[int, PreviousScore]) -> list[Outcome]:
    unchanged = storing.lock_unchanged([o for o in outcomes if o.scores is not None])
    if not unchanged:
        return []
    store_scores(unchanged)
    decided = decided_by_a_person([outcome.comment.pk for outcome in unchanged])
    _raise_disputed([o for o in unchanged if o.comment.pk not in decided], previous)
    return unchanged


def _raise_disputed(outcomes: list[Outcome], previous: dict[int, PreviousScore]) -> None:
    """Raise the priority of cases where the opinions differ, or open a case."""
    disputed = {o.comment.pk: o.verdict != previous[o.comment.pk].verdict for o in outcomes}
    held = {o.comment.pk for o in outcomes if o.comment.status == Comment.Status.HELD}
    watched = watches.queued_before(disputed)
    items = list(ReviewItem.objects.open().filter(comment__in=disputed))
    for item in items:
        is_held = item.comment_id in held
        item.disputed = disputed.pop(item.comment_id)
        item.priority = priority_of(
            item.probability,
            is_held=is_held,
            is_disputed=item.disputed,
            is_reported_illegal=item.legal_reports > 0,
            is_watched=item.comment_id in watched,
        )
    ReviewItem.objects.bulk_update(items, ["priority", "disputed"])
    ReviewItem.objects.bulk_create(
        _disputed_case(comment_id, max(previous[comment_id].probabilities))
        for comment_id, is_disputed in disputed.items()
        if is_disputed
    )


def _disputed_case(comment_id: int, probability: float) -> ReviewItem:
    return ReviewItem(
        comment_id=comment_id,
        probability=probability,
        priority=priority_of(probability, is_held=False, is_disputed=True),
        disputed=True,
    )
