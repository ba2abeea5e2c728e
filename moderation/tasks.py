"""What the workers of a cluster do.  The work itself is the services'."""

from typing import Any

from celery import Task, shared_task
from django.db import InterfaceError, OperationalError

from moderation.models import RescoringChunk
from moderation.services.nightly import runs


@shared_task(  # type: ignore[untyped-decorator]  # Celery has no types
    bind=True,
    acks_late=True,
    reject_on_worker_lost=True,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=1,
    retry_backoff_max=60,
    max_retries=None,
)
def rescore_chunk(self: "Task[Any, Any]", chunk_id: int) -> None:
    """Do what is left of a chunk.  Delivered twice, it is done once.

    A message that comes back while the chunk is leased belongs to a worker
    that was killed, or to one that still works: it looks again later.
    """
    chunk = RescoringChunk.objects.remaining().select_related("run").filter(pk=chunk_id).first()
    if chunk is None:
        return
    if not (runs.is_free(chunk) and runs.lease(chunk)):
        raise self.retry(countdown=runs.lease_time().total_seconds())
    try:
        runs.work_through(chunk)
    except runs.ChunkLostError:
        return
    except (OperationalError, InterfaceError):
        runs.give_back(chunk)
        raise
    runs.finish(chunk.run)
