"""Statistics of the desk, as tables for plots and spreadsheets.

Every table covers the last so many days, in the sections that its `viewer` moderates, or in all.
Unless it says otherwise, it counts moderators' decisions that are still in force.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Comment
from moderation.models import Appeal, Decision, Finding, ReviewItem, Score
from moderation.services.desk.figures import READ, Table, decisions, largest, own, percent, since
from moderation.services.desk.language_names import name_of
from moderation.services.desk.moderators_compared import by_moderator

LISTED = 20
AGES = (
    (timedelta(hours=1), gettext_lazy("under an hour")),
    (timedelta(hours=4), gettext_lazy("1 to 4 hours")),
    (timedelta(days=1), gettext_lazy("4 to 24 hours")),
    (timedelta(days=7), gettext_lazy("1 to 7 days")),
)
REMOVED = Q(action=Decision.Action.REMOVE)


def by_day(days: int, viewer: User | None = None) -> Table:
    """Comments that arrived and comments that were decided, by day."""
    begin = since(days)
    comments = own(Comment.objects.filter(posted_at__gte=begin), viewer, "article__section")
    posted = _per_day(comments, "posted_at")
    items = own(ReviewItem.objects.filter(opened_at__gte=begin), viewer)
    opened = _per_day(items, "opened_at")
    decided = _per_day(decisions(begin, viewer), "decided_at")
    first = timezone.localdate(begin)
    dates = [first + timedelta(days=place) for place in range(days + 1)]
    columns = {
        "day": _("Day"),
        "posted": _("Comments posted"),
        "opened": _("Cases opened"),
        "decided": _("Decisions"),
    }
    rows = [
        {
            "day": day,
            "posted": posted.get(day, 0),
            "opened": opened.get(day, 0),
            "decided": decided.get(day, 0),
        }
        for day in dates
    ]
    return Table(_("Arrivals and decisions"), columns, rows)


def queue_age(
    days: int,  # noqa: ARG001 -- one signature for every table
    viewer: User | None = None,
) -> Table:
    """How long the open cases have waited, including those older than the period."""
    now = timezone.now()
    newer, rows = now, []
    for age, label in AGES:
        rows.append({"age": str(label), "cases": _opened_between(now - age, newer, viewer)})
        newer = now - age
    rows.append({"age": _("over a week"), "cases": _opened_between(None, newer, viewer)})
    return Table(_("Age of the open cases"), {"age": _("Waiting"), "cases": _("Cases")}, rows)


def by_clause(days: int, viewer: User | None = None) -> Table:
    """How often each clause was found, and how often moderators agreed."""
    found = Finding.objects.filter(
        clause__isnull=False, comment__decisions__in=decisions(since(days), viewer)
    )
    removed = Q(comment__status=Comment.Status.REMOVED)
    overturned = Q(comment__decisions__appeals__status=Appeal.Status.UPHELD)
    rows = (
        found.order_by()
        .values("clause__quote")
        .annotate(
            found=Count("comment", distinct=True),
            removed=Count("comment", distinct=True, filter=removed),
            overturned=Count("comment", distinct=True, filter=overturned),
        )
    )
    total = sum(row["removed"] for row in rows) or 1
    table = [
        {
            "clause": row["clause__quote"],
            "found": row["found"],
            "removed": row["removed"],
            "agreed": percent(row["removed"], row["found"]),
            "overturned": row["overturned"],
            "share": percent(row["removed"], total),
        }
        for row in rows
    ]
    columns = {
        "clause": _("Rule"),
        "found": _("Found and decided"),
        "removed": _("Removed"),
        "agreed": _("Moderators agreed, %"),
        "overturned": _("Overturned on appeal"),
        "share": _("Share of removals, %"),
    }
    return Table(_("Rules"), columns, largest(table, "found"))


def calibration(days: int, viewer: User | None = None) -> Table:
    """The share of cases that moderators removed, by probability."""
    found = decisions(since(days), viewer).filter(review_item__probability__isnull=False)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    pairs = found.order_by("-pk").values_list("review_item__probability", "action")[:READ]
    for probability, action in pairs:
        of_bin = counts[min(int((probability or 0) * 10), 9)]
        of_bin[0] += 1
        of_bin[1] += action == Decision.Action.REMOVE
    rows = [
        {
            "probability": _("%(least)d–%(most)d%%")
            % {"least": place * 10, "most": place * 10 + 10},
            "decided": counts[place][0],
            "removed": percent(counts[place][1], counts[place][0]),
        }
        for place in sorted(counts)
    ]
    columns = {
        "probability": _("Classifier said"),
        "decided": _("Decided"),
        "removed": _("Moderators removed, %"),
    }
    return Table(_("Classifier and moderators compared"), columns, rows)


def by_author(days: int, viewer: User | None = None) -> Table:
    """The authors with the most removals."""
    found = decisions(since(days), viewer)
    return _heat(found, "comment__author", "comment__author__name", _("Authors"), _("Author"))


def by_article(days: int, viewer: User | None = None) -> Table:
    """The articles with the most removals."""
    found = decisions(since(days), viewer)
    return _heat(found, "comment__article", "comment__article__title", _("Articles"), _("Article"))


def by_language(days: int, viewer: User | None = None) -> Table:
    """The comments of the period by the language that was told, whether decided or not."""
    scores = Score.objects.of_active_release().filter(comment__posted_at__gte=since(days))
    scored = own(scores, viewer).order_by()
    numbers = dict(scored.values_list("language").annotate(Count("pk")))
    total = sum(numbers.values())
    rows = [
        {"language": name_of(code), "comments": number, "share": percent(number, total)}
        for code, number in numbers.items()
        if code
    ]
    columns = {"language": _("Language"), "comments": _("Comments"), "share": _("Share, %")}
    return Table(_("Languages"), columns, largest(rows, "comments"))


TABLES: dict[str, Callable[[int, User | None], Table]] = {
    "days": by_day,
    "age": queue_age,
    "clauses": by_clause,
    "calibration": calibration,
    "languages": by_language,
    "moderators": by_moderator,
    "authors": by_author,
    "articles": by_article,
}


def _per_day(found: QuerySet[Any], column: str) -> dict[date, int]:
    days = found.order_by().annotate(day=TruncDate(column)).values("day")
    return dict(days.annotate(number=Count("pk")).values_list("day", "number"))


def _opened_between(older: datetime | None, newer: datetime, viewer: User | None) -> int:
    found = own(ReviewItem.objects.open().filter(opened_at__lte=newer), viewer)
    return (found.filter(opened_at__gt=older) if older else found).count()


def _heat(found: QuerySet[Decision], group: str, label: str, title: str, heading: str) -> Table:
    rows = (
        found.order_by()
        .values(group, label)
        .annotate(
            decided=Count("pk"),
            removed=Count("pk", filter=REMOVED),
        )
        .order_by("-removed", "-decided", group)[:LISTED]
    )
    table = [
        {
            "id": row[group],
            "name": row[label],
            "decided": row["decided"],
            "removed": row["removed"],
            "rate": percent(row["removed"], row["decided"]),
        }
        for row in rows
    ]
    columns = {
        "name": heading,
        "decided": _("Decided"),
        "removed": _("Removed"),
        "rate": _("Removed, %"),
    }
    return Table(title, columns, table)
