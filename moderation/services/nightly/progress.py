"""How far a run is."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import F, Sum

from moderation.models import RescoringRun


class Progress(NamedTuple):
    """`done` of `total` comment ids were gone through, `examined` comments were scored."""

    done: int
    total: int
    examined: int


ProgressListener = Callable[[Progress], None]


def ignore(_: Progress) -> None:
    """A listener for runs whose progress nobody watches."""


def progress_of(run: RescoringRun) -> Progress:
    ids = run.chunks.aggregate(
        done=Sum(F("position") - F("first_id") + 1),
        total=Sum(F("last_id") - F("first_id") + 1),
        examined=Sum("examined"),
    )
    return Progress(ids["done"] or 0, ids["total"] or 0, ids["examined"] or 0)
