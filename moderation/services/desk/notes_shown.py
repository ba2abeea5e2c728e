"""The notes of colleagues that a card shows."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from articles.models import Comment
from moderation.models import InternalNote
from moderation.permissions import sections_of

SHOWN_OF_EACH = 3


def by_comment(comments: Sequence[Comment]) -> dict[int, list[InternalNote]]:
    """Return the newest notes on each comment and on its author, by the comment's id.

    SHOWN_OF_EACH on the case and as many on the author, in two queries, or in one if there is none.
    """
    authors = {comment.author_id for comment in comments}
    about = Q(comment__in=comments) | Q(comment__isnull=True, author__in=authors)
    rows = InternalNote.objects.filter(about).order_by("-pk")
    on_case: dict[int, list[int]] = defaultdict(list)
    on_author: dict[int, list[int]] = defaultdict(list)
    for pk, comment, author in rows.values_list("pk", "comment", "author"):
        (on_case[comment] if comment else on_author[author]).append(pk)
    shown = {
        comment.pk: [
            *on_case[comment.pk][:SHOWN_OF_EACH],
            *on_author[comment.author_id][:SHOWN_OF_EACH],
        ]
        for comment in comments
    }
    wanted = {pk for pks in shown.values() for pk in pks}
    notes = InternalNote.objects.select_related("written_by").in_bulk(wanted) if wanted else {}
    return {comment: [notes[pk] for pk in pks if pk in notes] for comment, pks in shown.items()}


def about(comment: Comment, moderator: User) -> QuerySet[InternalNote]:
    """Return all notes on the author of `comment` and on their comments, the newest first.

    Notes on comments of sections that `moderator` does not moderate are left out.
    """
    found = InternalNote.objects.filter(author=comment.author_id).select_related(
        "written_by", "comment__article"
    )
    limits = sections_of(moderator)
    if limits is None:
        return found
    return found.filter(Q(comment__isnull=True) | Q(comment__article__section__in=limits))
