"""How old the accounts of authors are when they post."""

from collections.abc import Sequence
from math import inf

from django.utils import timezone

from articles.models import Author, Comment
from moderation.services.judging.outcomes import Readable

_DAY = 24 * 60 * 60


def in_days(comments: Sequence[Readable]) -> list[float]:
    """The age of each author when the comment was posted, in days.

    It is infinite where there is no author yet, and for imported comments, whose authors were
    known elsewhere before. All stored comments take one query, all drafts another.
    """
    stored = [comment.pk for comment in comments if comment.pk]
    rows = Comment.objects.filter(pk__in=stored).values_list(
        "pk", "posted_at", "author__created_at"
    )
    ages = {pk: (posted - created).total_seconds() / _DAY for pk, posted, created in rows}
    return [
        inf if comment.source_id else ages.get(comment.pk, inf) if comment.pk else draft
        for comment, draft in zip(comments, _of_drafts(comments), strict=True)
    ]


def _of_drafts(comments: Sequence[Readable]) -> list[float]:
    authors = {comment.author_id for comment in comments if not comment.pk and comment.author_id}
    if not authors:
        return [0.0] * len(comments)
    now = timezone.now()
    created = dict(Author.objects.filter(pk__in=authors).values_list("pk", "created_at"))
    return [
        (now - created.get(comment.author_id, now)).total_seconds() / _DAY for comment in comments
    ]
