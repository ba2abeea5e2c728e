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

    One query; SHOWN_OF_EACH on the case and as many on the author.
    """
    found = InternalNote.objects.filter(
        Q(comment__in=comments)
        | Q(comment__isnull=True, author__in={comment.author_id for comment in comments})
    )
    newest = found.newest_of_each(SHOWN_OF_EACH).select_related("written_by").order_by("-pk")
    on_case: dict[int, list[InternalNote]] = defaultdict(list)
    on_author: dict[int, list[InternalNote]] = defaultdict(list)
    for note in newest:
        if note.comment_id:
            on_case[note.comment_id].append(note)
        else:
            on_author[note.author_id].append(note)
    return {
        comment.pk: [*on_case[comment.pk], *on_author[comment.author_id]] for comment in comments
    }


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
