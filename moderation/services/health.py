"""How the site is: what a heartbeat tells, from a handful of quick queries whatever its size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from moderation.classifiers.base import ReleaseError
from moderation.models import ClassifierRelease, RescoringRun, ReviewItem
from moderation.services.clients import api_keys
from moderation.services.judging import pending, releases
from moderation.services.nightly import id_ranges, starting
from moderation.services.nightly.progress import progress_of
from moderation.services.readers import mailing

Run = RescoringRun

LATE = timedelta(minutes=3)
"""Judging takes a second, and the minute's job finds what was cut off."""

LETTERS_LATE = timedelta(hours=1)
"""`send_notices` runs every minute: a letter that waits for so long waits in vain."""


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator watches.

    `behind` is how many comments wait to be rescored, at most; `not_scored`
    how many the classifier failed on, `unjudged` how many nothing has judged
    though they were stored some minutes ago; `queue_ages` how long the oldest
    open case waits in each queue that has one; `oldest_letter` how long a
    letter that is due waits, and `mail_lacks` the settings without which none
    goes out; `cache_works` whether calls of the scoring API are counted.
    """

    classifier_works: bool
    last_run: RescoringRun | None
    running: RescoringRun | None
    behind: int
    not_scored: int
    unjudged: int
    queue_ages: dict[str, timedelta]
    oldest_letter: timedelta | None
    mail_lacks: list[str]
    cache_works: bool

    @property
    def is_sound(self) -> bool:
        works = self.classifier_works and self.cache_works
        waits = self.not_scored or self.unjudged or self.letters_wait
        return works and not waits

    @property
    def letters_wait(self) -> bool:
        return self.oldest_letter is not None and self.oldest_letter > LETTERS_LATE


def examine() -> Health:
    """Look at the site.  Raises DatabaseError where the database does not answer."""
    first_opinions = Run.objects.filter(opinion=Run.Opinion.FIRST).select_related("release")
    last_run = first_opinions.filter(state=Run.State.FINISHED).first()
    running = first_opinions.filter(state=Run.State.RUNNING).first()
    now = timezone.now()
    return Health(
        classifier_works=_classifier_works(),
        last_run=last_run,
        running=running,
        behind=_behind(last_run, running),
        not_scored=_not_scored(),
        unjudged=pending.overdue(LATE).count(),
        queue_ages=dict(_queue_ages(now)),
        oldest_letter=None if settings.DEMO else _oldest_letter(now),
        mail_lacks=[] if settings.DEMO else mailing.unset(),
        cache_works=api_keys.can_count(),
    )


def _classifier_works() -> bool:
    try:
        releases.active()
    except ReleaseError:
        return False
    return True


def _not_scored() -> int:
    failed = ReviewItem.objects.open().filter(unjudged_since__isnull=True)
    return failed.filter(queue=ReviewItem.Queue.NOT_SCORED).count()


def _behind(last_run: RescoringRun | None, running: RescoringRun | None) -> int:
    """What is left of the run under way; else everything, if the last one is out of date."""
    if running:
        progress = progress_of(running)
        return progress.total - progress.done
    release = ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()
    if last_run and release and starting.is_current(last_run, release):
        return 0
    first, last = id_ranges.bounds()
    return last - first + 1


def _queue_ages(now: datetime) -> Iterator[tuple[str, timedelta]]:
    for queue in ReviewItem.Queue:
        items = ReviewItem.objects.open().filter(queue=queue).order_by("opened_at", "id")
        if oldest := items.values_list("opened_at", flat=True).first():
            yield queue.value, now - oldest


def _oldest_letter(now: datetime) -> timedelta | None:
    created = mailing.due().order_by("created_at").values_list("created_at", flat=True).first()
    return now - created if created else None
