"""Working on a run: chunk by chunk, batch by batch, in short transactions."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from django.db import InterfaceError, OperationalError, connections

from moderation.models import RescoringChunk, RescoringRun
from moderation.services.nightly import (
    finishing,
    leases,
    progress,
    rescoring,
    second_opinion,
    settling,
    short_transactions,
)
from moderation.services.nightly.batches import Batch
from moderation.services.nightly.pacing import Paces
from moderation.services.nightly.progress import ProgressListener, progress_of
from moderation.services.nightly.run_summary import RunSummary
from moderation.services.nightly.settling import Settled

Judge = Callable[[RescoringRun, int, int], Batch]
Opinion = RescoringRun.Opinion

# What judges a range of ids, and how many ids at most.
OPINIONS: dict[str, tuple[Judge, int]] = {
    Opinion.FIRST: (rescoring.judge, rescoring.BATCH_SIZE),
    Opinion.SECOND: (second_opinion.judge, second_opinion.BATCH_SIZE),
}
# Attempts when another session holds a lock (about 30 s in all).
LOCK_ATTEMPTS = 40
LISTEN_EVERY = 0.5


class ChunkLostError(Exception):
    """Another worker took the chunk over; nothing of the batch was stored."""


@dataclass(slots=True)
class Worker:
    """A process that works on runs.  Its paces last from chunk to chunk."""

    batch_size: int | None = None
    listener: ProgressListener = progress.ignore
    paces: Paces = field(default_factory=Paces)

    def work(self, run: RescoringRun) -> None:
        """Work on `run` beside any other workers until all of its chunks are done.

        The chunk of a dead worker is taken over: at once where its process
        ran on this machine, else when its lease ends.
        """
        failures, chunk = 0, None
        while True:
            try:
                if not run.chunks.remaining().exists():
                    self.listener(progress_of(run))
                    return finishing.finish(run)
                chunk = leases.claim(run)
                if chunk is None:
                    time.sleep(LISTEN_EVERY)
                    self.listener(progress_of(run))
                    continue
                self.work_through(chunk)
                failures = 0
            except ChunkLostError:
                continue
            except (OperationalError, InterfaceError) as error:
                failures += 1
                short_transactions.reconnect(error, failures)
                if chunk:
                    leases.give_back(chunk)

    def work_through(self, chunk: RescoringChunk) -> None:
        """Do what is left of `chunk`, which this worker has leased.

        Raises ChunkLostError where another worker took it over.
        """
        run, listened = chunk.run, time.monotonic()
        judge, most = OPINIONS[run.opinion]
        while (after := chunk.position) < chunk.last_id:
            size = self.batch_size or min(self.paces.batches.size, most)
            upto, start = min(after + size, chunk.last_id), time.monotonic()
            with _garbage_collection_paused():
                if run.opinion == Opinion.FIRST:
                    _settle(chunk, upto)
                self._store_batch(chunk, judge(run, after, upto), upto)
            self.paces.batches.adapt(upto - after, time.monotonic() - start)
            if time.monotonic() - listened > LISTEN_EVERY:
                self.listener(progress_of(run))
                listened = time.monotonic()

    def _store_batch(self, chunk: RescoringChunk, batch: Batch, upto: int) -> None:
        """Store `batch` in short transactions.  Then the chunk is done up to `upto`."""
        while True:
            pace = self.paces.with_findings if batch.has_findings else self.paces.others
            part = batch.take(pace.size)
            left = batch.first
            start = time.monotonic()
            _store_with_retries(chunk, part, upto if left is None else left - 1)
            pace.adapt(len(part.outcomes), time.monotonic() - start)
            if left is None:
                return


@contextmanager
def helpers(run: RescoringRun, number: int) -> Iterator[None]:
    """Let `number` more processes of this machine work on `run` during the block.

    If one dies, the others take its chunk over.
    """
    if number:
        connections.close_all()  # a connection must not be shared with the children
    fork = get_context("fork")
    processes = [
        fork.Process(target=Worker().work, args=(run,), daemon=True) for _ in range(number)
    ]
    for process in processes:
        process.start()
    yield
    for process in processes:
        process.join()


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Without garbage collection while a batch is judged and stored.

    The thousands of objects of a batch live until it is stored: the collector
    would scan them, and the classifier's caches, again and again for nothing.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _settle(chunk: RescoringChunk, upto: int) -> None:
    """Store what stays published.  The position stays too, until the rest is stored."""
    settled = settling.settle(chunk.run, chunk.position, upto)
    if settled.groups:
        _store_with_retries(chunk, settled, chunk.position)


def _store_with_retries(chunk: RescoringChunk, part: Batch | Settled, position: int) -> None:
    for attempt in range(1, LOCK_ATTEMPTS + 1):
        try:
            _store_part(chunk, part, position)
            return
        except OperationalError as error:
            if attempt == LOCK_ATTEMPTS or not short_transactions.is_lock_conflict(error):
                raise
            time.sleep(min(1.0, attempt / 20))


def _store_part(chunk: RescoringChunk, part: Batch | Settled, position: int) -> None:
    """Store `part` and the chunk's new position in one transaction."""
    summary = RunSummary.from_json(chunk.summary)
    with short_transactions.short_transaction():
        summary.add(part.store())
        state = {
            "position": position,
            "leased_until": leases.expiry(),
            "examined": summary.examined,
            "summary": summary.to_json(),
        }
        _advance(chunk, state)
    for name, value in state.items():
        setattr(chunk, name, value)


def _advance(chunk: RescoringChunk, state: dict[str, Any]) -> None:
    """Update the chunk if its position and lease are still this worker's."""
    own = RescoringChunk.objects.filter(
        pk=chunk.pk, position=chunk.position, leased_until=chunk.leased_until
    )
    if not own.update(**state):
        raise ChunkLostError
