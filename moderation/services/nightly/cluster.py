"""Distributing a run to the Celery workers of a cluster, and waiting until it is done."""

import logging
import time
from dataclasses import dataclass, field

from celery import Celery
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from moderation.models import RescoringRun
from moderation.services.nightly import finishing, leases, progress, short_transactions
from moderation.services.nightly.progress import Progress, ProgressListener, progress_of

logger = logging.getLogger(__name__)

TASK = "moderation.tasks.rescore_chunk"
POLL_SECONDS = 0.2
# The command gives up after this many lease durations without progress.
PATIENCE_LEASES = 10


class NoWorkerError(Exception):
    def __init__(self) -> None:
        super().__init__(
            "The workers made no progress for a long time. Check that the broker answers and that "
            "a worker is running (celery -A config worker). Finished work is stored; run the "
            "command again to continue."
        )


def distribute(
    app: Celery, run: RescoringRun, *, listener: ProgressListener = progress.ignore
) -> None:
    """Send the chunks of `run` to the workers and wait until all of them are done.

    After a lease's time without progress, as when a broker has lost its
    messages, the remaining chunks are sent again: a chunk that is sent twice
    is done once.  Raises NoWorkerError where that does not help either.
    """
    watch, failures = _Watch(app, run, listener), 0
    while not watch.is_over:
        try:
            watch.poll()
            failures = 0
        except (OperationalError, InterfaceError) as error:
            failures += 1
            short_transactions.reconnect(error, failures)
        time.sleep(POLL_SECONDS)
    finishing.finish(run)


@dataclass(slots=True)
class _Watch:
    """What the command knows of a run that the workers do."""

    app: Celery
    run: RescoringRun
    listener: ProgressListener
    last_progress: Progress | None = None
    moved_at: float = field(default_factory=time.monotonic)
    sent_at: float = float("-inf")
    is_over: bool = False

    def poll(self) -> None:
        now, lease = time.monotonic(), leases.duration().total_seconds()
        current = progress_of(self.run)
        self.listener(current)
        self.is_over = current.done == current.total
        if current != self.last_progress and self.last_progress is not None:
            self.moved_at = now
        self.last_progress = current
        if now - self.moved_at > PATIENCE_LEASES * lease:
            raise NoWorkerError
        if now - max(self.sent_at, self.moved_at) > lease or self.sent_at < 0:
            self._send()

    def _send(self) -> None:
        """Send every remaining chunk, newest comments first.

        If the broker is unreachable, the next poll tries again.
        """
        remaining = self.run.chunks.remaining().order_by("-first_id")
        try:
            for pk in remaining.values_list("pk", flat=True):
                self.app.send_task(TASK, [pk], retry=False)
        except BrokerError as error:
            logger.warning("The broker cannot be reached, trying again: %s", error)
        else:
            self.sent_at = time.monotonic()
