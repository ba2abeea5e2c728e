"""Comments that are stored and not judged yet: each has an open case that says so.

The case is stored with the comment.  A process that dies before it judges
leaves the comment where moderators see it and where the minute's job finds it.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from articles.models import Comment
from moderation.models import Finding, ReviewItem
from moderation.models.review import ReviewItemQuerySet, priority_of
from moderation.services.judging import scoring
from moderation.services.judging.persistence.cases import SCORED_QUEUES

CUT_OFF = timedelta(seconds=10)
"""Whoever stored a comment so long ago and has not judged it will not do so any more."""

BATCH_SIZE = 100


def open_case(comment: Comment) -> None:
    """Open the case of a new text, in the transaction that stores it.

    What was found in a former text is void: its places are those of other words.
    """
    now = timezone.now()
    unjudged = {
        "queue": ReviewItem.Queue.NOT_SCORED,
        "priority": priority_of(None, is_held=True),
        "probability": None,
        "unjudged_since": now,
    }
    if comment.edited_at:
        Finding.objects.filter(comment=comment).delete()
        case = ReviewItem.objects.open().filter(comment=comment)
        if case.filter(queue__in=SCORED_QUEUES).update(**unjudged):
            return
        if case.update(unjudged_since=now):
            return
    ReviewItem.objects.create(comment=comment, opened_at=now, **unjudged)


def judge(comments: Sequence[Comment]) -> None:
    """Judge those of `comments` that nothing has judged yet."""
    unjudged = ReviewItem.objects.unjudged().filter(comment__in=comments)
    waiting = set(unjudged.values_list("comment_id", flat=True))
    scoring.score([comment for comment in comments if comment.pk in waiting])


def judge_overdue() -> int:
    """Judge the comments that somebody stored and did not come to judge; return how many."""
    waiting = overdue(CUT_OFF).order_by("unjudged_since")
    ids = list(waiting.values_list("comment_id", flat=True))
    batches = (ids[at : at + BATCH_SIZE] for at in range(0, len(ids), BATCH_SIZE))
    return sum(len(scoring.score(list(Comment.objects.filter(pk__in=own)))) for own in batches)


def overdue(patience: timedelta) -> ReviewItemQuerySet:
    """The cases of what was stored longer than `patience` ago and is not judged yet."""
    return ReviewItem.objects.unjudged().filter(unjudged_since__lte=timezone.now() - patience)
