"""Links imported comments to the comments they answer, in any order of the archive."""

from collections.abc import Iterable, Iterator

from django.db.models.expressions import RawSQL

from articles.models import Comment
from moderation.services.transfer.archives.records import ArchivedComment
from moderation.services.transfer.arrivals import Arrivals

Stored = list[tuple[ArchivedComment, Comment]]
Refusals = list[tuple[ArchivedComment, str]]

_ANCESTORS = """
    WITH RECURSIVE path(id, parent_id) AS (
        SELECT id, parent_id FROM articles_comment WHERE id = %s
        UNION
        SELECT above.id, above.parent_id FROM articles_comment above
        JOIN path ON above.id = path.parent_id
    )
    SELECT id FROM path
"""


def link(stored: Stored, arrivals: Arrivals) -> tuple[int, Refusals]:
    """Link new comments; return how many parents are not stored yet, and the refused links."""
    parents = arrivals.comments(archived.parent for archived, _ in stored if archived.parent)
    linked: dict[int, int] = {}
    refused: Refusals = []
    late = 0
    for archived, comment in stored:
        if not archived.parent:
            continue
        if (parent := parents.get(arrivals.source_id(archived.parent))) is None:
            late += 1
        elif why := _refusal(comment, parent, _linked_ancestors(parent.pk, linked)):
            refused.append((archived, why))
        else:
            linked[comment.pk] = parent.pk
            comment.parent_id = parent.pk
    Comment.objects.bulk_update([c for _, c in stored if c.parent_id], ["parent"])
    return late, refused


def link_late(answers: list[ArchivedComment], arrivals: Arrivals) -> Iterator[tuple[str, str]]:
    """Link `answers` that are not linked yet; yield those that cannot be, and why."""
    comments = arrivals.comments(answer.id for answer in answers)
    parents = arrivals.comments(answer.parent for answer in answers)
    for answer in answers:
        comment = comments.get(arrivals.source_id(answer.id))
        if comment is None or comment.parent_id is not None:
            continue
        parent = parents.get(arrivals.source_id(answer.parent))
        if why := _link_one(answer, comment, parent):
            yield answer.id, why


def _link_one(answer: ArchivedComment, comment: Comment, parent: Comment | None) -> str:
    if parent is None:
        return f"it answers {answer.parent}, which is missing"
    above = Comment.objects.filter(pk__in=RawSQL(_ANCESTORS, [parent.pk]))  # noqa: S611 -- fixed
    if why := _refusal(comment, parent, above.values_list("pk", flat=True)):
        return why
    comment.parent_id = parent.pk
    comment.save(update_fields=["parent"])
    return ""


def _refusal(comment: Comment, parent: Comment, above_parent: Iterable[int]) -> str:
    """Why `comment` cannot answer `parent`; empty if it can."""
    if parent.article_id != comment.article_id:
        return "it answers a comment under another article"
    if comment.pk in above_parent:
        return "it answers itself in a circle"
    return ""


def _linked_ancestors(start: int, linked: dict[int, int]) -> Iterator[int]:
    """`start` and its ancestors, as far as they were linked in this batch."""
    at: int | None = start
    while at is not None:
        yield at
        at = linked.get(at)
