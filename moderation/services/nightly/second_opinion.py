"""A second classifier's word on the comments that the first is least certain of."""

import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Value
from django.db.models.functions import Abs, Cast, Least

from articles.models import Comment
from moderation.classifiers.base import Attribute, Classifier, ReleaseError
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
from moderation.services.judging import persistence, releases, scoring
from moderation.services.judging.outcomes import Outcome, decided_by_a_person
from moderation.services.judging.triage import triage
from moderation.services.nightly.batches import Batch
from moderation.services.nightly.rescoring import COLUMNS, Posted
from moderation.services.nightly.run_summary import Former, RunSummary

SAMPLE = 32
WIDEST = 1.0
"""A band that no comment lies outside of."""


class SecondOpinions(Batch):
    """What a shadow release says beside the first: kept, and cases raised where they differ."""

    __slots__ = ()

    def file(self) -> RunSummary:
        stored = _file(self.outcomes, self.former)
        failed = [outcome for outcome in self.outcomes if outcome.scores is None]
        return self._count([*stored, *failed])

    def dry_run(self) -> RunSummary:
        return self._count(self.outcomes)

    def _count(self, outcomes: Sequence[Outcome]) -> RunSummary:
        tally = RunSummary()
        tally.count_opinions(outcomes, self.former)
        return tally


def band(*, active: ClassifierRelease, shadow: ClassifierRelease, comments: int) -> float:
    """How far from a threshold the `comments` least certain scores lie, at most."""
    doubts = _undecided(active, shadow).order_by("doubt").values_list("doubt", flat=True)
    edge: float | None = doubts[comments - 1 : comments].first() if comments else None
    return WIDEST if edge is None else edge


def comments_in(
    seconds: float, *, active: ClassifierRelease, shadow: ClassifierRelease, classifier: Classifier
) -> int:
    """How many comments `classifier` reads in `seconds`, measured on a few of them."""
    least_certain = _undecided(active, shadow).order_by("doubt")
    texts = list(least_certain.values_list("comment__text", flat=True)[:SAMPLE])
    if not texts:
        return 0
    start = time.perf_counter()
    classifier.score(texts)
    return max(1, int(seconds * len(texts) / (time.perf_counter() - start)))


def judge(run: RescoringRun, after: int, upto: int) -> SecondOpinions:
    """Ask the second classifier about the uncertain comments of a range of ids."""
    classifier = releases.load(run.release.classifier)
    if classifier.digest != run.release.digest:
        raise ReleaseError(f"{classifier.name} is not the release of this run. Run rescore again.")
    comments, firsts = _read(run, after, upto)
    versions = PolicyVersion.objects.current_versions({comment.article_id for comment in comments})
    outcomes, former = [], {}
    for comment, first, second in zip(
        comments, firsts, scoring.scores_of(comments, classifier), strict=True
    ):
        version = versions[comment.article_id]
        clauses = tuple(version.clauses.all()) if version else ()
        past = triage(dict(zip(Attribute, first, strict=True)), clauses)
        verdict = triage(second, clauses).verdict if second else Verdict.PUBLISH
        former[comment.pk] = Former(past.verdict, first)
        outcomes.append(Outcome(comment, verdict, run.release, version, second, comment.status))
    return SecondOpinions(outcomes, former)


def _read(run: RescoringRun, after: int, upto: int) -> tuple[list[Posted], list[tuple[float, ...]]]:
    if run.compared_with is None:
        return [], []
    uncertain = _undecided(run.compared_with, run.release).filter(
        comment__gt=after, comment__lte=upto, doubt__lte=run.band
    )
    columns = ("comment_id", *(f"comment__{name}" for name in COLUMNS[1:]))
    rows = list(uncertain.order_by("comment").values_list(*columns, *Attribute))
    width = len(COLUMNS)
    return [Posted(*row[:width]) for row in rows], [row[width:] for row in rows]


def _undecided(active: ClassifierRelease, shadow: ClassifierRelease) -> QuerySet[Any]:
    """Scores of the active release without a second opinion, with `doubt`: the distance to the
    nearest threshold of the site's policy.  What a person decided needs no other opinion.
    """
    read = Score.objects.filter(release=shadow, comment=OuterRef("comment"))
    decided = Decision.objects.standing().filter(
        comment=OuterRef("comment"), moderator__isnull=False
    )
    scores = Score.objects.filter(~Exists(read.of_current_text()), ~Exists(decided), release=active)
    return scores.annotate(doubt=_doubt())


def _doubt() -> Least:
    version = PolicyVersion.objects.default_version()
    clauses = version.clauses.exclude(attribute="") if version else []
    distances = [
        Abs(F(clause.attribute) - Value(threshold, output_field=FloatField()))
        for clause in clauses
        for threshold in (clause.queue_at, clause.hold_at)
    ]
    never = Cast(Value(WIDEST), FloatField())
    return Least(never, never, *distances)


@transaction.atomic
def _file(outcomes: list[Outcome], former: dict[int, Former]) -> list[Outcome]:
    scored = [outcome for outcome in outcomes if outcome.scores is not None]
    unchanged = persistence.lock(scored) if scored else []
    if not unchanged:
        return []
    comment_ids = [outcome.comment.pk for outcome in unchanged]
    persistence.store_scores(unchanged)
    decided = decided_by_a_person(comment_ids)
    _raise_disputed([o for o in unchanged if o.comment.pk not in decided], former)
    return unchanged


def _raise_disputed(outcomes: list[Outcome], former: dict[int, Former]) -> None:
    """Move the cases on which the opinions differ up in the queue, or open them."""
    disputed = {o.comment.pk: o.verdict != former[o.comment.pk].verdict for o in outcomes}
    held = {o.comment.pk for o in outcomes if o.comment.status == Comment.Status.HELD}
    items = list(ReviewItem.objects.open().filter(comment__in=disputed))
    for item in items:
        is_disputed = disputed.pop(item.comment_id)
        is_held = item.comment_id in held
        item.priority = priority_of(item.probability, is_held=is_held, is_disputed=is_disputed)
        item.disputed = is_disputed
    ReviewItem.objects.bulk_update(items, ["priority", "disputed"])
    ReviewItem.objects.bulk_create(
        ReviewItem(
            comment_id=comment_id,
            probability=max(former[comment_id].probabilities),
            priority=priority_of(
                max(former[comment_id].probabilities), is_held=False, is_disputed=True
            ),
            disputed=True,
        )
        for comment_id, is_disputed in disputed.items()
        if is_disputed
    )
