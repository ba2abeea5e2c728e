"""Comments that are stored but not judged yet: each has an open case with `unjudged_since`.

The case is stored with the comment.  If the process dies before it judges the
comment, moderators see the case and `judge_pending` finds it.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from articles.models import Comment
from moderation.models import Finding, ReviewItem
from moderation.models.review import ReviewItemQuerySet, priority_of
from moderation.services.judging import kept_findings, scoring
from moderation.services.judging.persistence.cases import SCORED_QUEUES

# A comment that is still not judged after this time was left by a process that died.
OVERDUE_AFTER = timedelta(seconds=10)

BATCH_SIZE = 100


def open_case(comment: Comment) -> None:
    """Open the case of a new or edited text, in the transaction that stores it.

    Findings about an earlier text are deleted, since their offsets no longer fit; not those that a
    person has to settle.
    """
    now = timezone.now()
    unjudged = {
        "queue": ReviewItem.Queue.NOT_SCORED,
        "priority": priority_of(None, is_held=True),
        "probability": None,
        "unjudged_since": now,
    }
    if comment.edited_at:
        about_text = Finding.objects.exclude(reason__in=kept_findings.OF_POSTED)
        about_text.filter(comment=comment).delete()
        case = ReviewItem.objects.open().filter(comment=comment)
        if case.filter(queue__in=SCORED_QUEUES).update(**unjudged):
            return
        if case.update(unjudged_since=now):
            return
    ReviewItem.objects.create(comment=comment, opened_at=now, **unjudged)


def judge(comments: Sequence[Comment]) -> None:
    """Judge those of `comments` that are not judged yet."""
    unjudged = ReviewItem.objects.unjudged().filter(comment__in=comments)
    waiting = set(unjudged.values_list("comment_id", flat=True))
    scoring.score([comment for comment in comments if comment.pk in waiting])


def judge_overdue() -> int:
    """Judge the comments that a process stored and did not judge; return how many."""
    waiting = overdue(OVERDUE_AFTER).order_by("unjudged_since")
    ids = list(waiting.values_list("comment_id", flat=True))
    batches = (ids[at : at + BATCH_SIZE] for at in range(0, len(ids), BATCH_SIZE))
    return sum(len(scoring.score(list(Comment.objects.filter(pk__in=own)))) for own in batches)


def overdue(after: timedelta) -> ReviewItemQuerySet:
    """The cases of comments that were stored before that time and are not judged yet.

    Those from a time when the clock was ahead are among them.
    """
    now = timezone.now()
    late = Q(unjudged_since__lte=now - after) | Q(unjudged_since__gt=now + after)
    return ReviewItem.objects.unjudged().filter(late)
