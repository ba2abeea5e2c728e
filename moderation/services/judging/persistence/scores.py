"""Storing scores: a row for each comment and release."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from moderation.classifiers.base import Attribute
from moderation.models import ClassifierRelease, Score
from moderation.services.judging.outcomes import Outcome, table
from moderation.services.judging.persistence import bulk_insert
from moderation.services.judging.persistence.lookup import any_of, delete_of

SHARED = ("release_id", "policy_version_id", "verdict", "language", "scored_at")


def store_scores(outcomes: list[Outcome]) -> None:
    """Replace the release's scores.  What could not be scored has none, to be tried again.

    A score that was reused stays: only its policy version and verdict are new.
    """
    release = next((o.release for o in outcomes if o.release), None) or _active_release()
    kept = [o for o in outcomes if o.reused and o.scores is not None]
    if kept:
        _update_verdicts(kept, Score.objects.filter(release=release))
        outcomes = [o for o in outcomes if not o.reused or o.scores is None]
    if outcomes:
        _replace(outcomes, release)


def _update_verdicts(outcomes: Iterable[Outcome], scores: QuerySet[Score]) -> None:
    """Update the scores to the verdicts of the current policy versions."""
    for (_, version, verdict, _), own in _by_shared_values(outcomes).items():
        judged = scores.filter(any_of("comment_id", [outcome.comment.pk for outcome in own]))
        judged.update(policy_version=version, verdict=verdict)


def _replace(outcomes: list[Outcome], release: ClassifierRelease | None) -> None:
    delete_of([o.comment.pk for o in outcomes], Score.objects.filter(release=release))
    now = timezone.now()
    for shared, own in _by_shared_values(outcomes).items():
        values = dict(zip(SHARED, (*shared, now), strict=True))
        probabilities = table([outcome.scores for outcome in own]).T
        ids = np.array([outcome.comment.pk for outcome in own])
        columns = dict(zip(Attribute, probabilities, strict=True))
        bulk_insert.insert(Score, values, {"comment_id": ids, **columns})


def _by_shared_values(outcomes: Iterable[Outcome]) -> dict[tuple[Any, ...], list[Outcome]]:
    """Scored outcomes by the values that their rows share: a few groups of thousands."""
    groups: defaultdict[tuple[Any, ...], list[Outcome]] = defaultdict(list)
    for o in outcomes:
        if o.scores is not None:
            version = o.policy_version.id if o.policy_version else None
            release = o.release.id if o.release else None
            groups[release, version, o.verdict, o.language].append(o)
    return groups


def _active_release() -> ClassifierRelease | None:
    return ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()
