"""Statistics of the desk, as tables for plots and spreadsheets.

Every table covers the last so many days. Unless it says otherwise, it counts moderators' decisions
that are still in force.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Comment
from moderation.models import Appeal, Decision, Finding, ReviewItem, Score
from moderation.services.desk.language_names import name_of

LISTED = 20
# The number of newest decisions that are read for a figure that needs each of them.
READ = 20_000

# A longer time between two decisions of a moderator counts as a break.
PAUSE = timedelta(minutes=5)

AGES = (
    (timedelta(hours=1), gettext_lazy("under an hour")),
    (timedelta(hours=4), gettext_lazy("1 to 4 hours")),
    (timedelta(days=1), gettext_lazy("4 to 24 hours")),
    (timedelta(days=7), gettext_lazy("1 to 7 days")),
)
REMOVED = Q(action=Decision.Action.REMOVE)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to show, sort, plot and export; `columns` maps each key to its heading."""

    title: str
    columns: Mapping[str, str]
    rows: list[dict[str, Any]]


def by_day(days: int) -> Table:
    """Comments that arrived and comments that were decided, by day."""
    since = _since(days)
    posted = _per_day(Comment.objects.filter(posted_at__gte=since), "posted_at")
    opened = _per_day(ReviewItem.objects.filter(opened_at__gte=since), "opened_at")
    decided = _per_day(_decisions(since), "decided_at")
    first = timezone.localdate(since)
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


def queue_age(days: int) -> Table:  # noqa: ARG001 -- one signature for every table
    """How long the open cases have waited, including those older than the period."""
    now = timezone.now()
    newer, rows = now, []
    for age, label in AGES:
        rows.append({"age": str(label), "cases": _opened_between(now - age, newer)})
        newer = now - age
    rows.append({"age": _("over a week"), "cases": _opened_between(None, newer)})
    return Table(_("Age of the open cases"), {"age": _("Waiting"), "cases": _("Cases")}, rows)


def by_clause(days: int) -> Table:
    """How often each clause was found, and how often moderators agreed."""
    found = Finding.objects.filter(
        clause__isnull=False, comment__decisions__in=_decisions(_since(days))
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
            "agreed": _percent(row["removed"], row["found"]),
            "overturned": row["overturned"],
            "share": _percent(row["removed"], total),
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
    return Table(_("Rules"), columns, _largest(table, "found"))


def calibration(days: int) -> Table:
    """The share of cases that moderators removed, by probability."""
    found = _decisions(_since(days)).filter(review_item__probability__isnull=False)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    pairs = found.order_by("-pk").values_list("review_item__probability", "action")[:READ]
    for probability, action in pairs:
        of_bin = counts[min(int((probability or 0) * 10), 9)]
        of_bin[0] += 1
        of_bin[1] += action == Decision.Action.REMOVE
    rows = [
        {
            "probability": f"{place * 10}–{place * 10 + 10} %",
            "decided": counts[place][0],
            "removed": _percent(counts[place][1], counts[place][0]),
        }
        for place in sorted(counts)
    ]
    columns = {
        "probability": _("Classifier said"),
        "decided": _("Decided"),
        "removed": _("Moderators removed, %"),
    }
    return Table(_("The classifier against the moderators"), columns, rows)


def by_moderator(days: int, only: str = "") -> Table:
    """The number of each moderator's decisions, their speed, and how often another moderator
    disagreed; of the one with the user name `only` where it is given.
    """
    decisions = list(
        _decisions(_since(days), standing=False)
        .select_related("moderator", "undone_by")
        .order_by("-pk")[:READ]
    )
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in reversed(decisions):
        groups[decision.moderator.get_username() if decision.moderator else ""].append(decision)
    disputed = _disputed(decisions)
    rows = [
        {
            "moderator": name,
            "decisions": len(made),
            "removed": _percent(sum(d.action == Decision.Action.REMOVE for d in made), len(made)),
            "seconds": _seconds_each(made),
            "agreed": _agreed(made, disputed),
        }
        for name, made in groups.items()
        if only in ("", name)
    ]
    columns = {
        "moderator": _("Moderator"),
        "decisions": _("Decisions"),
        "removed": _("Removed, %"),
        "seconds": _("Seconds each, median"),
        "agreed": _("Others agreed, %"),
    }
    title = _("Your decisions") if only else _("Moderators")
    return Table(title, columns, _largest(rows, "decisions"))


def by_author(days: int) -> Table:
    """The authors with the most removals."""
    return _heat(days, "comment__author", "comment__author__name", _("Authors"), _("Author"))


def by_article(days: int) -> Table:
    """The articles with the most removals."""
    return _heat(days, "comment__article", "comment__article__title", _("Articles"), _("Article"))


def by_language(days: int) -> Table:
    """The comments of the period by the language that was told, whether decided or not."""
    scores = Score.objects.of_active_release().filter(comment__posted_at__gte=_since(days))
    numbers = dict(scores.order_by().values_list("language").annotate(Count("pk")))
    total = sum(numbers.values())
    rows = [
        {"language": name_of(code), "comments": number, "share": _percent(number, total)}
        for code, number in numbers.items()
        if code
    ]
    columns = {"language": _("Language"), "comments": _("Comments"), "share": _("Share, %")}
    return Table(_("Languages"), columns, _largest(rows, "comments"))


TABLES: dict[str, Callable[[int], Table]] = {
    "days": by_day,
    "age": queue_age,
    "clauses": by_clause,
    "calibration": calibration,
    "languages": by_language,
    "moderators": by_moderator,
    "authors": by_author,
    "articles": by_article,
}


def _since(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _decisions(since: datetime, *, standing: bool = True) -> QuerySet[Decision]:
    found = Decision.objects.filter(
        action__in=Decision.SETTLING, moderator__isnull=False, decided_at__gte=since
    )
    return found.filter(undone_by__isnull=True) if standing else found


def _per_day(found: QuerySet[Any], column: str) -> dict[date, int]:
    days = found.order_by().annotate(day=TruncDate(column)).values("day")
    return dict(days.annotate(number=Count("pk")).values_list("day", "number"))


def _opened_between(older: datetime | None, newer: datetime) -> int:
    found = ReviewItem.objects.open().filter(opened_at__lte=newer)
    return (found.filter(opened_at__gt=older) if older else found).count()


def _heat(days: int, group: str, label: str, title: str, heading: str) -> Table:
    found = _decisions(_since(days)).order_by().values(group, label)
    rows = found.annotate(
        decided=Count("pk"),
        removed=Count("pk", filter=REMOVED),
    ).order_by("-removed", "-decided", group)[:LISTED]
    table = [
        {
            "id": row[group],
            "name": row[label],
            "decided": row["decided"],
            "removed": row["removed"],
            "rate": _percent(row["removed"], row["decided"]),
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


def _disputed(decisions: Iterable[Decision]) -> dict[int, bool]:
    """Of the comments that several moderators decided: whether their decisions differ."""
    ends: dict[int, dict[int | None, str]] = defaultdict(dict)
    for decision in decisions:
        ends[decision.comment_id].setdefault(decision.moderator_id, decision.status_after)
    return {
        comment: len(set(by_person.values())) > 1
        for comment, by_person in ends.items()
        if len(by_person) > 1
    }


def _agreed(made: Iterable[Decision], disputed: Mapping[int, bool]) -> int | None:
    shared = [disputed[d.comment_id] for d in made if d.comment_id in disputed]
    return _percent(len(shared) - sum(shared), len(shared))


def _seconds_each(made: list[Decision]) -> int | None:
    """The median time between consecutive decisions; a bulk action counts as one."""
    moments = sorted({d.batch or d.pk: d.decided_at for d in made}.values())
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    working = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    return round(median(working)) if working else None


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _largest(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -row[column])
