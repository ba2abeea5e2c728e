"""Storing what readers see of the comments."""

from collections import defaultdict
from collections.abc import Sequence

from articles.models import Comment
from moderation.models import Verdict
from moderation.services.judging.outcomes import Outcome


def store_statuses(outcomes: Sequence[Outcome]) -> None:
    changed: defaultdict[Comment.Status, list[int]] = defaultdict(list)
    for outcome in outcomes:
        status = outcome.comment.status = outcome.status
        if status != outcome.status_before:
            changed[status].append(outcome.comment.pk)
    for status, comment_ids in changed.items():
        Comment.objects.filter(pk__in=comment_ids).update(status=status)


def hidden_comments(outcomes: Sequence[Outcome]) -> dict[int, Comment]:
    """The stored comments that the verdicts hide: usually few."""
    hidden = [o.comment.pk for o in outcomes if o.verdict in (Verdict.HOLD, Verdict.REMOVE)]
    return Comment.objects.select_related("author").in_bulk(hidden)
