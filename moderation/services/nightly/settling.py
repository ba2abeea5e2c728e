"""Comments that a new policy version leaves published.

They are nearly all of those that the active release scored before.  Only the
policy version of their scores is new, so they are compared as columns: no text
is read, and neither comments nor what belongs to them is locked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from numpy.typing import NDArray

from articles.models import Comment
from moderation.classifiers.base import Attribute, Classifier
from moderation.classifiers.languages import UNDETERMINED
from moderation.models import (
    Clause,
    Finding,
    PolicyVersion,
    RescoringRun,
    ReviewItem,
    Score,
    Verdict,
)
from moderation.services.judging import naming, rules
from moderation.services.judging.persistence.lookup import any_of
from moderation.services.judging.triage import lowest_thresholds
from moderation.services.nightly import rescoring
from moderation.services.nightly.run_summary import RunSummary

# Columns of a row: the score, the version to judge by, the name, the probabilities.
SCORE, VERSION, NAME, PROBABILITIES = 0, 1, 2, slice(3, None)


@dataclass(slots=True)
class Settled:
    """Scores to be taken over by each version, with their probabilities (scores × attributes)."""

    run: RescoringRun
    groups: list[tuple[PolicyVersion, list[int], NDArray[np.float64]]] = field(default_factory=list)

    def store(self) -> RunSummary:
        """Update the scores that were not replaced meanwhile, and count them."""
        summary = RunSummary()
        for version, scores, probabilities in self.groups:
            Score.objects.filter(any_of("id", scores)).update(policy_version=version)
            is_compared = self.run.compared_with == self.run.release
            summary.count_unmoved(version, probabilities, is_compared=is_compared)
        return summary


def settle(run: RescoringRun, after: int, upto: int) -> Settled:
    """Find the comments of a range whose verdict stays.  Stores nothing.

    Leaves out those that have a score of another release to be compared with.
    Raises ReleaseError as `rescoring.judge` does.
    """
    classifier = rescoring.classifier_of(run)
    settled = Settled(run)
    by_version: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _published(run, classifier, after, upto):
        by_version[row[VERSION]].append(row)
    for version in PolicyVersion.objects.published().filter(pk__in=by_version):
        rows = by_version[version.pk]
        names = {row[NAME] for row in rows}
        found = naming.judge(names, version, classifier, run.release, in_bulk=True)
        probabilities = np.array([row[PROBABILITIES] for row in rows])
        is_below = np.all(probabilities < lowest_thresholds(version.clauses.all()), axis=1)
        is_settled = is_below & [found[row[NAME]] == [] for row in rows]
        scores = [row[SCORE] for row, own in zip(rows, is_settled.tolist(), strict=True) if own]
        if scores:
            settled.groups.append((version, scores, probabilities[is_settled]))
    return settled


def _published(
    run: RescoringRun, classifier: Classifier, after: int, upto: int
) -> Iterable[tuple[Any, ...]]:
    """Published comments that were judged by their score alone, and would be again."""
    name = Coalesce(NullIf("posted_as", Value("")), "author__name")
    # Annotated, since a filter would join the scores once more.
    outdated = rescoring.outdated(run.release, after=after, upto=upto).annotate(
        shown_name=name,
        known_verdict=F("known__verdict"),
        known_language=F("known__language"),
    )
    is_published = Q(is_known=True, known_verdict=Verdict.PUBLISH, status=Comment.Status.PUBLISHED)
    published = outdated.filter(
        is_published,
        ~_exists(Finding.objects.all(), after, upto),
        ~_exists(ReviewItem.objects.open(), after, upto),
        ~Q(current_version__in=Clause.objects.filter(rules.HAS_ANY).values("version")),
        known_language__in=[UNDETERMINED, *classifier.languages],
    )
    if run.compared_with != run.release:
        others = Score.objects.filter(release=run.compared_with)
        published = published.filter(~_exists(others, after, upto))
    columns = ("known__pk", "current_version", "shown_name", *(f"known__{a}" for a in Attribute))
    return published.values_list(*columns)


def _exists(rows: QuerySet[Any], after: int, upto: int) -> Exists:
    """Whether a comment has one of `rows`; the range limits what the database reads of them."""
    within = rows.order_by().filter(comment__gt=after, comment__lte=upto)
    return Exists(within.filter(comment=OuterRef("pk")))
