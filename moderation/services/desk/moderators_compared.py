"""How much and how fast each moderator decides, for the statistics."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from statistics import median

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from moderation.models import Decision
from moderation.permissions import may_compare_moderators
from moderation.services.desk.figures import READ, Table, decisions, largest, percent, since

# A longer time between two decisions of a moderator counts as a break.
PAUSE = timedelta(minutes=5)


def by_moderator(days: int, viewer: User | None = None) -> Table:
    """The number of each moderator's decisions, their speed, and how often another moderator
    disagreed; of the `viewer` alone if they may not compare moderators.
    """
    only = "" if viewer is None or may_compare_moderators(viewer) else viewer.get_username()
    recent = list(
        decisions(since(days), viewer, standing=False)
        .select_related("moderator", "undone_by")
        .order_by("-pk")[:READ]
    )
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in reversed(recent):
        groups[decision.moderator.get_username() if decision.moderator else ""].append(decision)
    disputed = _disputed(recent)
    rows = [
        {
            "moderator": name,
            "decisions": len(made),
            "removed": percent(sum(d.action == Decision.Action.REMOVE for d in made), len(made)),
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
        "seconds": _("Median seconds per decision"),
        "agreed": _("Upheld by colleagues, %"),
    }
    title = _("Your decisions") if only else _("Moderators")
    return Table(title, columns, largest(rows, "decisions"))


def _disputed(made: Iterable[Decision]) -> dict[int, bool]:
    """Of the comments that several moderators decided: whether their decisions differ."""
    ends: dict[int, dict[int | None, str]] = defaultdict(dict)
    for decision in made:
        ends[decision.comment_id].setdefault(decision.moderator_id, decision.status_after)
    return {
        comment: len(set(by_person.values())) > 1
        for comment, by_person in ends.items()
        if len(by_person) > 1
    }


def _agreed(made: Iterable[Decision], disputed: Mapping[int, bool]) -> int | None:
    shared = [disputed[d.comment_id] for d in made if d.comment_id in disputed]
    return percent(len(shared) - sum(shared), len(shared))


def _seconds_each(made: list[Decision]) -> int | None:
    """The median time between consecutive decisions; a bulk action counts as one."""
    moments = sorted({d.batch or d.pk: d.decided_at for d in made}.values())
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    working = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    return round(median(working)) if working else None
