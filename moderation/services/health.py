"""The health of the site, for /healthz and /metrics: a few queries that are fast on any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from articles import mail_setup
from moderation.classifiers.base import ReleaseError
from moderation.models import ClassifierRelease, RescoringRun, ReviewItem
from moderation.services import storage
from moderation.services.clients import api_keys
from moderation.services.clients.webhooks import endpoints
from moderation.services.judging import fallback, pending
from moderation.services.judging.fallback import Fallback
from moderation.services.nightly import id_ranges, starting
from moderation.services.nightly.progress import progress_of
from moderation.services.readers import overdue

Run = RescoringRun

# Judging takes a second, and `judge_pending` runs every minute.
JUDGING_LATE = timedelta(minutes=3)
# `send_notices` runs every minute, too.
EMAILS_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Health:
    """What an operator monitors.

    Numbers of comments: `behind` is an upper limit of those to be rescored,
    the classifier failed on the `not_scored`, the `unjudged` are not judged
    minutes after they were stored.  `queue_ages` has the age of the oldest
    open case of each queue, `oldest_email` that of the oldest e-mail that is
    due, `mail_lacks` the settings without which no e-mail is sent.  Without
    the cache (`cache_works`) the calls of the scoring API are not counted.
    With `fallback`, another classifier scores than the settings name; with `outdated`,
    this process scores with a release that an upgrade has retired.  Of the
    webhook endpoints, `webhooks_paused` kept failing.  Where nothing can be stored,
    `storage_problem` says why.
    """

    classifier_works: bool
    fallback: Fallback | None
    outdated: ClassifierRelease | None
    last_run: RescoringRun | None
    running: RescoringRun | None
    behind: int
    not_scored: int
    unjudged: int
    queue_ages: dict[str, timedelta]
    oldest_email: timedelta | None
    mail_lacks: list[str]
    cache_works: bool
    webhooks_paused: int
    storage_problem: str

    @property
    def is_healthy(self) -> bool:
        scores = self.classifier_works and not self.fallback and not self.outdated
        waits = self.not_scored or self.unjudged or self.emails_wait or self.webhooks_paused
        return scores and self.cache_works and not waits and not self.storage_problem

    @property
    def emails_wait(self) -> bool:
        return self.oldest_email is not None and self.oldest_email > EMAILS_LATE


def examine(*, within: float = storage.ANSWERS_WITHIN) -> Health:
    """Raises DatabaseError if the database does not answer in so many seconds."""
    if not storage.answers(within=within):
        raise OperationalError("The database does not answer in time.")
    first_opinions = Run.objects.filter(opinion=Run.Opinion.FIRST).select_related("release")
    last_run = first_opinions.filter(state=Run.State.FINISHED).first()
    running = first_opinions.filter(state=Run.State.RUNNING).first()
    now = timezone.now()
    classifier_works = _classifier_works()
    used = fallback.current() if classifier_works else None
    outdated = fallback.outdated()
    return Health(
        classifier_works=classifier_works,
        fallback=used,
        outdated=outdated,
        last_run=last_run,
        running=running,
        behind=_behind(last_run, running, scores_pass=bool(used or outdated)),
        not_scored=ReviewItem.objects.not_scored().count(),
        unjudged=pending.overdue(JUDGING_LATE).count(),
        queue_ages=dict(_queue_ages(now)),
        oldest_email=None if settings.DEMO else _oldest_email(now),
        mail_lacks=[] if settings.DEMO else mail_setup.unset(),
        cache_works=api_keys.can_count(),
        webhooks_paused=endpoints.paused(),
        storage_problem=storage.problem(),
    )


def _classifier_works() -> bool:
    try:
        fallback.active()
    except ReleaseError:
        return False
    return True


def _behind(
    last_run: RescoringRun | None, running: RescoringRun | None, *, scores_pass: bool
) -> int:
    """The rest of the current run; without one, everything if the last run is out of date.

    `scores_pass` where comments are scored with another release than the active one.
    """
    if running:
        progress = progress_of(running)
        return progress.total - progress.done
    release = ClassifierRelease.objects.filter(status=ClassifierRelease.Status.ACTIVE).first()
    if last_run and release and not scores_pass and starting.is_current(last_run, release):
        return 0
    first, last = id_ranges.bounds()
    return last - first + 1


def _queue_ages(now: datetime) -> Iterator[tuple[str, timedelta]]:
    for queue in ReviewItem.Queue:
        items = ReviewItem.objects.open().filter(queue=queue).order_by("opened_at", "id")
        if oldest := items.values_list("opened_at", flat=True).first():
            yield queue.value, now - oldest


def _oldest_email(now: datetime) -> timedelta | None:
    since = overdue.since()
    return now - since if since else None
