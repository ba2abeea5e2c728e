"""How often authors post the same text."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from articles.models import Comment
from articles.text import folded
from moderation.services.judging.outcomes import Readable

WITHIN = timedelta(days=1)


class _Post(NamedTuple):
    author_id: int
    pk: int
    posted_at: datetime
    text: str


def times_posted(comments: Sequence[Readable]) -> list[int]:
    """How often the author of each posted its text in the last day, this time included.

    All stored comments take one query, each draft another.
    """
    stored = _posts_before([comment.pk for comment in comments if comment.pk])
    moments = {post.pk: post.posted_at for post in stored}
    same: defaultdict[tuple[int, str], list[_Post]] = defaultdict(list)
    for post in stored:
        same[post.author_id, folded(post.text)].append(post)

    def times(comment: Readable) -> int:
        if comment.pk is None:
            return 1 + _times_before_draft(comment)
        if comment.pk not in moments:
            return 1
        until = moments[comment.pk]
        alike = same[comment.author_id, folded(comment.text)]
        day = [post.pk for post in alike if until - WITHIN <= post.posted_at <= until]
        return 1 + len({*day} - {comment.pk})

    return [times(comment) for comment in comments]


def _posts_before(comment_ids: Sequence[int]) -> list[_Post]:
    """The posts of each comment's author in the day before it, itself included."""
    if not comment_ids:
        return []
    same_day = Comment.objects.filter(
        pk__in=comment_ids,
        author__comments__posted_at__range=(F("posted_at") - WITHIN, F("posted_at")),
    )
    columns = (f"author__comments__{name}" for name in ("pk", "posted_at", "text"))
    return [_Post(*row) for row in same_day.values_list("author_id", *columns).distinct()]


def _times_before_draft(draft: Readable) -> int:
    if draft.author_id is None:
        return 0
    recent = Comment.objects.filter(author=draft.author_id, posted_at__gte=timezone.now() - WITHIN)
    texts = recent.values_list("text", flat=True)
    return sum(folded(text) == folded(draft.text) for text in texts)
