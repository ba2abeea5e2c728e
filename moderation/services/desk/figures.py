"""What the tables of the statistics are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Decision
from moderation.permissions import Rows, of_own_sections

# The number of newest decisions that are read for a figure that needs each of them.
READ = 20_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to show, sort, plot and export; `columns` maps each key to its heading."""

    title: str
    columns: Mapping[str, str]
    rows: list[dict[str, Any]]


def since(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def own(rows: Rows, viewer: User | None, path: str = "comment__article__section") -> Rows:
    """Leave out rows of sections that `viewer` does not moderate; None is all."""
    return rows if viewer is None else of_own_sections(rows, viewer, path)


def decisions(since: datetime, viewer: User | None, *, standing: bool = True) -> QuerySet[Decision]:
    made = Decision.objects.filter(moderator__isnull=False, decided_at__gte=since)
    found = own(made.filter(action__in=Decision.SETTLING), viewer)
    return found.filter(undone_by__isnull=True) if standing else found


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def largest(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: -row[column])
