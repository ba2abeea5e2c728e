"""Published comments as threads, paginated.

A thread starts at a published comment whose parent is missing or not published, so
every published comment is in exactly one thread.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from articles import counting, impostors
from articles.models import Article, Comment

THREADS_PER_PAGE = 25
REPLIES_PER_PAGE = 1000

NEWEST, OLDEST, MOST_RESPECTED = "newest", "oldest", "respected"
# By what each order sorts; one begins with the highest where it begins with a minus.
SORTED_BY = {
    OLDEST: ("posted_at", "id"),
    NEWEST: ("-posted_at", "-id"),
    MOST_RESPECTED: ("-reaction_count", "-id"),
}

# UNION, not UNION ALL: it ends the recursion on comments that answer each other in a circle.
_BELOW = """
    WITH RECURSIVE thread(id) AS (
        SELECT id FROM articles_comment WHERE parent_id IN ({roots}) AND status = 'published'
        UNION
        SELECT reply.id FROM articles_comment reply
        JOIN thread ON reply.parent_id = thread.id WHERE reply.status = 'published'
    )
    SELECT id FROM thread
"""
_ABOVE = """
    WITH RECURSIVE path(id, parent_id) AS (
        SELECT id, parent_id FROM articles_comment WHERE id = %s
        UNION
        SELECT parent.id, parent.parent_id FROM articles_comment parent
        JOIN path ON parent.id = path.parent_id WHERE parent.status = 'published'
    )
    SELECT id FROM path
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment in its thread; `depth` is 0 for the first one.

    `goes_on` means that it has replies that are not on this page.
    """

    comment: Comment
    depth: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """One page of an article's threads, depth first."""

    page: Page[Comment]
    comments: list[Shown]
    order: str

    @property
    def query(self) -> str:
        """The start of a query string that keeps the order."""
        return f"order={self.order}&" if self.order != OLDEST else ""


class Threads(Paginator):  # type: ignore[type-arg]  # generic in the stubs only
    """Pages of threads, however many there are."""

    @cached_property
    def count(self) -> int:
        """The number of threads; a page more or less of thousands is found all the same."""
        return counting.count(cast("QuerySet[Comment]", self.object_list))


def discussion(article: Article, *, order: str = OLDEST, page: int | str | None = 1) -> Discussion:
    """Read a page of threads; the nearest one if `page` does not exist."""
    order = order if order in SORTED_BY else OLDEST
    starts = Threads(_starts(article, order).select_related("author"), THREADS_PER_PAGE)
    return _read(starts.get_page(page), order)


def thread(start: Comment) -> Discussion:
    """Read the thread below `start` alone, if it does not fit on a page of threads."""
    alone = Comment.objects.filter(pk=start.pk).select_related("author")
    return _read(Paginator(alone.order_by("pk"), 1).get_page(1), OLDEST)


def showing(comment: Comment, *, order: str = OLDEST) -> Discussion:
    """Read the page of threads that shows published `comment`, or else its thread alone."""
    order = order if order in SORTED_BY else OLDEST
    on_it = discussion(comment.article, order=order, page=page_of(comment, order=order))
    if any(item.comment == comment for item in on_it.comments):
        return on_it
    return thread(comment)


def _read(page: Page[Comment], order: str) -> Discussion:
    starts = list(page.object_list)
    replies = list(_replies(starts))
    shown = list(_depth_first(starts, replies[:REPLIES_PER_PAGE]))
    impostors.mark(item.comment for item in shown)
    if len(replies) > REPLIES_PER_PAGE:
        goes_on = _going_on([item.comment.pk for item in shown])
        shown = [replace(item, goes_on=item.comment.pk in goes_on) for item in shown]
    return Discussion(page, shown, order)


def _going_on(shown: list[int]) -> set[int | None]:
    """The comments of `shown` with published replies that are not in `shown`."""
    answers = Comment.objects.published().filter(parent__in=shown).exclude(pk__in=shown)
    return set(answers.order_by().values_list("parent_id", flat=True).distinct())


def page_of(comment: Comment, *, order: str = OLDEST) -> int:
    """The number of the page that shows published `comment`."""
    path = Comment.objects.filter(pk__in=RawSQL(_ABOVE, [comment.pk]))  # noqa: S611 -- no input in it
    start = path.filter(_STARTS_A_THREAD).first() or comment
    column = SORTED_BY[order][0].removeprefix("-")
    value = getattr(start, column)
    lower = Q(**{f"{column}__lt": value}) | Q(**{column: value}, pk__lt=start.pk)
    starts = _starts(comment.article, order)
    before = starts.filter(lower) if order == OLDEST else starts.exclude(lower)
    return (before.exclude(pk=start.pk).count()) // THREADS_PER_PAGE + 1


_STARTS_A_THREAD = Q(parent__isnull=True) | ~Q(parent__status=Comment.Status.PUBLISHED)


def _starts(article: Article, order: str) -> QuerySet[Comment]:
    starts = article.comments.published().filter(_STARTS_A_THREAD)
    return starts.order_by(*SORTED_BY[order])


def _replies(starts: list[Comment]) -> QuerySet[Comment]:
    """The published replies below `starts`, up to one more than fits on a page."""
    sql = _BELOW.format(roots=", ".join(["%s"] * len(starts)) or "NULL")
    below = RawSQL(sql, [start.pk for start in starts])  # noqa: S611 -- only placeholders are filled in
    replies = Comment.objects.filter(pk__in=below).select_related("author")
    return replies.in_thread_order()[: REPLIES_PER_PAGE + 1]


def _depth_first(starts: Iterable[Comment], replies: Iterable[Comment]) -> Iterator[Shown]:
    """Walk the threads without recursion, so that no thread is too deep."""
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for reply in replies:
        answers[reply.parent_id].append(reply)
    waiting = [Shown(start, 0) for start in starts][::-1]
    while waiting:
        shown = waiting.pop()
        for answer in answers[shown.comment.pk]:
            answer.parent = shown.comment
        yield shown
        deeper = [Shown(answer, shown.depth + 1) for answer in answers[shown.comment.pk]]
        waiting.extend(reversed(deeper))
