"""Dividing the comments by their ids."""

from collections.abc import Iterator

from django.db.models import Max, Min

from articles.models import Comment


def bounds() -> tuple[int, int]:
    """The lowest and the highest id of a comment; (1, 0) where there is none."""
    ids = Comment.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return ids["first"] or 1, ids["last"] or 0


def newest_first(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """Divide the ids from `first` to `last` into ranges (after, upto] of `size`, highest first."""
    for upto in range(last, first - 1, -size):
        yield max(upto - size, first - 1), upto
