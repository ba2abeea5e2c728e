"""Spreading a run over the workers of a cluster, and seeing it through."""

import logging
import time
from dataclasses import dataclass, field

from celery import Celery
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from moderation.models import RescoringRun
from moderation.services.nightly import runs

logger = logging.getLogger(__name__)

TASK = "moderation.tasks.rescore_chunk"
LOOK_EVERY = 0.2
LEASES_OF_PATIENCE = 10


class NoWorkerError(Exception):
    def __init__(self) -> None:
        super().__init__(
            "No worker did anything for a long time. Does the broker answer, and is a worker "
            "running? celery -A config worker. What the workers did is stored; run this again to "
            "go on."
        )


def spread(app: Celery, run: RescoringRun, *, report: runs.Report = lambda _: None) -> None:
    """Hand the chunks of `run` to the workers and wait until all of them are done.

    Where nothing moves for a lease's time, as after a broker lost its
    messages, what is left is sent again: a chunk that is sent twice is done
    once.  Raises NoWorkerError where that does not help for long either.
    """
    watch, failures = _Watch(app, run), 0
    while not watch.is_over:
        try:
            watch.look(report)
            failures = 0
        except (OperationalError, InterfaceError) as error:
            failures += 1
            runs.reconnect(error, failures)
        time.sleep(LOOK_EVERY)
    runs.finish(run)


@dataclass(slots=True)
class _Watch:
    """What the command knows of a run that others work on."""

    app: Celery
    run: RescoringRun
    seen: runs.Progress | None = None
    moved_at: float = field(default_factory=time.monotonic)
    sent_at: float = float("-inf")
    is_over: bool = False

    def look(self, report: runs.Report) -> None:
        now, lease = time.monotonic(), runs.lease_time().total_seconds()
        progress = runs.progress(self.run)
        report(progress)
        self.is_over = progress.done == progress.total
        if progress != self.seen and self.seen is not None:
            self.moved_at = now
        self.seen = progress
        if now - self.moved_at > LEASES_OF_PATIENCE * lease:
            raise NoWorkerError
        if now - max(self.sent_at, self.moved_at) > lease or self.sent_at < 0:
            self._send()

    def _send(self) -> None:
        """Send every chunk that is left.  Where the broker is away, the next look tries again."""
        left = self.run.chunks.remaining().order_by("first_id")
        try:
            for pk in left.values_list("pk", flat=True):
                self.app.send_task(TASK, [pk], retry=False)
        except BrokerError as error:
            logger.warning("The broker cannot be reached, trying again: %s", error)
        else:
            self.sent_at = time.monotonic()
