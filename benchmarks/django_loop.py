"""Rescoring as an ordinary Django loop does it, to compare `rescore` with."""

import random
import time
from collections.abc import Iterator
from itertools import islice

from articles.models import Comment
from benchmarks import comments
from benchmarks.stopwatch import Spent, Stopwatch
from moderation.classifiers.base import Attribute, Classifier
from moderation.models import PolicyVersion, ReviewItem, Score, Verdict
from moderation.services.judging import releases
from moderation.services.judging.outcomes import STATUS_OF
from moderation.services.judging.triage import triage

# The loop is measured on this many comments at most and extrapolated
ORM_LOOP = 10_000
ORM_BATCH = 500
# A slow classifier is warm after fewer comments.
WARM_SECONDS = 10.0


def warm_classifier() -> Classifier:
    _, classifier = releases.configured()
    texts, until = comments.written(random.Random(1)), time.monotonic() + WARM_SECONDS
    for _ in range(20):
        if time.monotonic() < until:
            classifier.score_in_bulk(list(islice(texts, 500)))
    return classifier


def orm_loop(size: int) -> Spent:
    """The obvious implementation: read objects, set fields, `bulk_update`, a batch at a time."""
    release, _ = releases.configured()
    classifier = warm_classifier()
    version = PolicyVersion.objects.default_version()
    clauses = list(version.clauses.all())
    measured = min(size, ORM_LOOP)
    scores = Score.objects.filter(release=release).select_related("comment")[:measured]
    watch = Stopwatch()
    for batch in _batches(scores.iterator(chunk_size=ORM_BATCH)):
        found = classifier.score([score.comment.text for score in batch])
        for score, probabilities in zip(batch, found, strict=True):
            judgement = triage(probabilities, clauses)
            score.policy_version = version
            score.verdict = judgement.verdict
            for attribute, probability in probabilities.items():
                setattr(score, attribute, probability)
            score.comment.status = STATUS_OF[judgement.verdict]
        Score.objects.bulk_update(batch, ["policy_version", "verdict", *Attribute])
        Comment.objects.bulk_update([score.comment for score in batch], ["status"])
        for score in batch:
            if score.verdict in (Verdict.QUEUE, Verdict.HOLD):
                ReviewItem.objects.get_or_create(comment=score.comment, status="open")
    return watch.read().times(size / measured)


def _batches(rows: Iterator[Score]) -> Iterator[list[Score]]:
    while batch := list(islice(rows, ORM_BATCH)):
        yield batch
