"""Leases: each chunk belongs to one worker for a time, which every stored batch renews."""

import os
import socket
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone

from moderation.models import RescoringChunk, RescoringRun


def claim(run: RescoringRun) -> RescoringChunk | None:
    """Lease the chunk with the newest comments that is free; None where no chunk is."""
    while (chunk := _free_chunk(run)) is not None:
        if lease(chunk):
            return chunk
    return None


def lease(chunk: RescoringChunk) -> bool:
    """Lease `chunk` to this process.  False where another worker was faster."""
    former = {"worker": chunk.worker, "leased_until": chunk.leased_until}
    chunk.worker, chunk.leased_until = this_worker(), expiry()
    own = {"worker": chunk.worker, "leased_until": chunk.leased_until}
    return bool(RescoringChunk.objects.filter(pk=chunk.pk, **former).update(**own))


def give_back(chunk: RescoringChunk) -> None:
    """End the lease after a database error, if the database answers again.

    Otherwise the next worker would have to wait until it expires.
    """
    with suppress(OperationalError, InterfaceError):
        connection.close_if_unusable_or_obsolete()
        own = RescoringChunk.objects.filter(pk=chunk.pk, leased_until=chunk.leased_until)
        own.update(leased_until=None)


def is_free(chunk: RescoringChunk) -> bool:
    return (
        chunk.leased_until is None or chunk.leased_until < timezone.now() or _is_dead(chunk.worker)
    )


def duration() -> timedelta:
    """How long a worker may store nothing before another takes its chunk over."""
    return timedelta(seconds=settings.RESCORE_LEASE)


def expiry() -> datetime:
    """When a lease ends that is taken or renewed now."""
    return timezone.now() + duration()


def this_worker() -> str:
    return f"{socket.gethostname()} {os.getpid()}"


def _free_chunk(run: RescoringRun) -> RescoringChunk | None:
    remaining = run.chunks.remaining().order_by("-first_id")
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())
    return remaining.filter(free).first() or next(filter(is_free, remaining[:100]), None)


def _is_dead(worker: str) -> bool:
    """Whether `worker` was a process of this machine and has ended."""
    host, _, pid = worker.rpartition(" ")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)  # signal 0 only tests whether the process exists
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
