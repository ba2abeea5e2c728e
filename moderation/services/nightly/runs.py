"""Runs over all comments: in chunks that many workers share and that survive a kill -9."""

import gc
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any, NamedTuple

from django.conf import settings
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.models import F, Max, Min, Q, Sum
from django.utils import timezone

from articles.models import Comment
from moderation.models import ClassifierRelease, RescoringChunk, RescoringRun
from moderation.services.judging import releases
from moderation.services.nightly import brief, rescoring, second_opinion
from moderation.services.nightly.batches import Batch, Pace
from moderation.services.nightly.tally import Tally
from moderation.services.policy import policies

BATCH_SIZE = 10_000
"""Comments that are read and judged at once."""

MOST_CHUNKS = 2_000
RETRIES = 5
TRIES = 40
"""How often a transaction is tried again that others were in the way of: half a minute."""

PACES = {
    True: Pace(size=50, least=50, most=500),
    False: Pace(size=1000, least=400, most=4000),
}
"""What this process has learned of its database: for comments with findings and for others."""

REPORT_EVERY = 0.5

State = RescoringRun.State
Opinion = RescoringRun.Opinion


class Progress(NamedTuple):
    """How far a run is: `done` of `total` ids gone through, `examined` comments scored."""

    done: int
    total: int
    examined: int


Report = Callable[[Progress], None]

JUDGES: dict[str, Callable[[RescoringRun, int, int], Batch]] = {
    Opinion.FIRST: rescoring.judge,
    Opinion.SECOND: second_opinion.judge,
}
BATCH_SIZES: dict[str, int] = {Opinion.FIRST: BATCH_SIZE, Opinion.SECOND: 200}


class ChunkLostError(Exception):
    """Another worker took the chunk over; nothing of the batch was stored."""


def begin() -> RescoringRun:
    """Join the run that is under way, or begin one.

    A run for a release or for policy versions that are no longer current is
    given up: the new one does what it left.  Raises ReleaseError where no
    classifier can be used.
    """
    release, _ = releases.active()
    return _join_or_start(_new_run(release))


def begin_second(
    name: str, *, comments: int | None = None, seconds: float | None = None
) -> RescoringRun:
    """Join or begin a run in which classifier `name` reads the least certain `comments`, or as
    many as it can in `seconds`.

    Raises ReleaseError where either classifier cannot be used.
    """
    active, _ = releases.active()
    shadow, classifier = releases.shadow(name)
    if comments is None:
        comments = second_opinion.comments_in(
            seconds or 0.0, active=active, shadow=shadow, classifier=classifier
        )
    return _join_or_start(
        RescoringRun(
            opinion=Opinion.SECOND,
            release=shadow,
            compared_with=active,
            band=second_opinion.band(active=active, shadow=shadow, comments=comments),
        )
    )


def _join_or_start(run: RescoringRun) -> RescoringRun:
    try:
        return _join(run) or _start(run)
    except IntegrityError:  # somebody else started it at the same moment
        return RescoringRun.objects.get(opinion=run.opinion, state=State.RUNNING)


@transaction.atomic
def _join(wanted: RescoringRun) -> RescoringRun | None:
    running = RescoringRun.objects.filter(opinion=wanted.opinion, state=State.RUNNING)
    run = running.select_for_update(no_key=True).first()
    if run is None or is_current(run, wanted.release):
        return run
    _close(run, State.SUPERSEDED)
    return None


def is_current(run: RescoringRun, release: ClassifierRelease) -> bool:
    in_force = set(policies.in_force().values_list("pk", flat=True))
    return (
        run.release == release and set(run.policy_versions.values_list("pk", flat=True)) == in_force
    )


def is_whole(run: RescoringRun, *, since: datetime) -> bool:
    """Whether a finished `run` looked at everything that was there at `since`, as it is judged now.

    One that was joined knows nothing of the comments that came after it was begun.
    """
    release, _ = releases.active()
    return run.started_at >= since and is_current(run, release)


@transaction.atomic
def _start(run: RescoringRun) -> RescoringRun:
    run.save()
    run.policy_versions.set(policies.in_force())
    first, last = bounds()
    size = max(settings.RESCORE_CHUNK, (last - first) // MOST_CHUNKS)
    RescoringChunk.objects.bulk_create(
        RescoringChunk(run=run, first_id=after + 1, last_id=upto, position=after)
        for after, upto in _ranges(first, last, size)
    )
    return run


def _new_run(release: ClassifierRelease) -> RescoringRun:
    """Where a release was run before, its own scores are what a run of it now changes."""
    ran_before = RescoringRun.objects.filter(
        opinion=Opinion.FIRST, release=release, state=State.FINISHED, examined__gt=0
    )
    compared_with = release if ran_before.exists() else releases.former(release)
    return RescoringRun(release=release, compared_with=compared_with)


def bounds() -> tuple[int, int]:
    ids = Comment.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return ids["first"] or 1, ids["last"] or 0


def _ranges(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """(after, upto) pairs that cover the ids from `first` to `last`."""
    for start in range(first, last + 1, size):
        yield start - 1, min(start - 1 + size, last)


def work(
    run: RescoringRun, *, batch_size: int | None = None, report: Report = lambda _: None
) -> None:
    """Go through what is left of `run`, beside whoever else does, until all of it is done.

    A chunk whose worker died is taken over: at once where the process is
    seen to be gone from this machine, else when its lease runs out.
    """
    failures, chunk = 0, None
    while True:
        try:
            if not run.chunks.remaining().exists():
                report(progress(run))
                return finish(run)
            chunk = claim(run)
            if chunk is None:
                time.sleep(REPORT_EVERY)
                report(progress(run))
                continue
            work_through(chunk, batch_size=batch_size, report=report)
            failures = 0
        except ChunkLostError:
            continue
        except (OperationalError, InterfaceError) as error:
            failures += 1
            reconnect(error, failures)
            if chunk:
                give_back(chunk)


@contextmanager
def helpers(run: RescoringRun, number: int) -> Iterator[None]:
    """Have `number` more processes of this machine work on `run` for the time of the block.

    One that dies leaves its chunk to the others.
    """
    if number:
        connections.close_all()  # a connection must not be shared with the children
    fork = get_context("fork")
    processes = [fork.Process(target=work, args=(run,), daemon=True) for _ in range(number)]
    for process in processes:
        process.start()
    yield
    for process in processes:
        process.join()


def reconnect(error: OperationalError | InterfaceError, failures: int) -> None:
    """Let go of a connection that was cut, so that the next query opens another.

    Raises the database's `error` where it is another, or this was tried often enough.
    """
    if failures > RETRIES or not brief.was_cut(error):
        raise error
    connection.close()
    time.sleep(failures)


def claim(run: RescoringRun) -> RescoringChunk | None:
    """Lease a chunk that nobody has, or that its worker will not come back to."""
    while (chunk := _free_chunk(run)) is not None:
        if lease(chunk):
            return chunk
    return None


def lease_time() -> timedelta:
    """How long a worker may be silent before another takes its chunk over."""
    return timedelta(seconds=settings.RESCORE_LEASE)


def lease(chunk: RescoringChunk) -> bool:
    """Take `chunk` in hand for a while.  False where somebody else was quicker."""
    former = {"worker": chunk.worker, "leased_until": chunk.leased_until}
    chunk.worker, chunk.leased_until = _myself(), timezone.now() + lease_time()
    mine = {"worker": chunk.worker, "leased_until": chunk.leased_until}
    return bool(RescoringChunk.objects.filter(pk=chunk.pk, **former).update(**mine))


def give_back(chunk: RescoringChunk) -> None:
    """Let go of a chunk on which the database failed, if it answers again: whoever tries next
    need not wait for the lease to run out.
    """
    with suppress(OperationalError, InterfaceError):
        connection.close_if_unusable_or_obsolete()
        mine = RescoringChunk.objects.filter(pk=chunk.pk, leased_until=chunk.leased_until)
        mine.update(leased_until=None)


def is_free(chunk: RescoringChunk) -> bool:
    return (
        chunk.leased_until is None or chunk.leased_until < timezone.now() or _is_gone(chunk.worker)
    )


def _free_chunk(run: RescoringRun) -> RescoringChunk | None:
    remaining = run.chunks.remaining().order_by("first_id")
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())
    return remaining.filter(free).first() or next(filter(is_free, remaining[:100]), None)


def _myself() -> str:
    return f"{socket.gethostname()} {os.getpid()}"


def _is_gone(worker: str) -> bool:
    """Whether `worker` is a process of this machine that is no more."""
    host, _, pid = worker.rpartition(" ")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def work_through(
    chunk: RescoringChunk, *, batch_size: int | None = None, report: Report = lambda _: None
) -> None:
    """Do what is left of `chunk`, batch by batch.

    Raises ChunkLostError where another worker took it over.
    """
    run = chunk.run
    reported = time.monotonic()
    size = batch_size or BATCH_SIZES[run.opinion]
    for after, upto in _ranges(chunk.position + 1, chunk.last_id, size):
        with _collector_at_rest():
            _file_all(chunk, JUDGES[run.opinion](run, after, upto), upto)
        if time.monotonic() - reported > REPORT_EVERY:
            report(progress(run))
            reported = time.monotonic()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without the garbage collector for the time of a batch.

    A batch is thousands of objects that stay until it is filed: again and again
    it would look through them and through all that the classifier remembers.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _file_all(chunk: RescoringChunk, batch: Batch, upto: int) -> None:
    """Store `batch`, a short transaction after the other; then all is done up to `upto`."""
    while True:
        pace = PACES[batch.has_findings]
        part = batch.take(pace.size)
        left = batch.first
        start = time.monotonic()
        _file_patiently(chunk, part, upto if left is None else left - 1)
        pace.adapt(len(part.outcomes), time.monotonic() - start)
        if left is None:
            return


def _file_patiently(chunk: RescoringChunk, part: Batch, position: int) -> None:
    for tries in range(1, TRIES + 1):
        try:
            _file(chunk, part, position)
            break
        except OperationalError as error:
            if tries == TRIES or not brief.was_in_the_way(error):
                raise
            time.sleep(min(1.0, tries / 20))


def _file(chunk: RescoringChunk, part: Batch, position: int) -> None:
    tally = Tally.from_json(chunk.tally)
    with brief.transaction():
        tally.add(part.file())
        state = {
            "position": position,
            "leased_until": timezone.now() + lease_time(),
            "examined": tally.examined,
            "tally": tally.to_json(),
        }
        _advance(chunk, state)
    for name, value in state.items():
        setattr(chunk, name, value)


def _advance(chunk: RescoringChunk, state: dict[str, Any]) -> None:
    """Move the chunk on, if it is still where this worker left it, and leased to it alone."""
    mine = RescoringChunk.objects.filter(
        pk=chunk.pk, position=chunk.position, leased_until=chunk.leased_until
    )
    if not mine.update(**state):
        raise ChunkLostError


@transaction.atomic
def finish(run: RescoringRun) -> None:
    """Add the chunks up into the run's record, once all of them are done."""
    locked = RescoringRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state == State.RUNNING and not locked.chunks.remaining().exists():
        _close(locked, State.FINISHED)
    run.refresh_from_db()


def _close(run: RescoringRun, state: State) -> None:
    tally = Tally()
    for stored in run.chunks.values_list("tally", flat=True):
        tally.add(Tally.from_json(stored))
    run.state = state
    run.finished_at = timezone.now()
    run.examined, run.not_scored = tally.examined, tally.not_scored
    run.tally = tally.to_json()
    run.save()
    run.chunks.all().delete()


def progress(run: RescoringRun) -> Progress:
    ids = run.chunks.aggregate(
        done=Sum(F("position") - F("first_id") + 1),
        total=Sum(F("last_id") - F("first_id") + 1),
        examined=Sum("examined"),
    )
    return Progress(ids["done"] or 0, ids["total"] or 0, ids["examined"] or 0)


def rehearse(*, batch_size: int | None = None, report: Report = lambda _: None) -> Tally:
    """Count what a run would change, and store nothing."""
    release, _ = releases.active()
    run = _new_run(release)
    tally = Tally()
    first, last = bounds()
    for after, upto in _ranges(first, last, batch_size or BATCH_SIZE):
        tally.add(rescoring.judge(run, after, upto).rehearse())
        report(Progress(upto - first + 1, last - first + 1, tally.examined))
    return tally
