"""The tasks of the cluster's workers.  The services do the work."""

from typing import Any

from celery import Task, shared_task
from django.db import InterfaceError, OperationalError

from moderation.models import RescoringChunk
from moderation.services.connections import exchange
from moderation.services.nightly import finishing, leases
from moderation.services.nightly.working import ChunkLostError, Worker

# One for each process, so that its pace lasts from chunk to chunk.
worker = Worker()


@shared_task  # type: ignore[untyped-decorator]  # Celery has no types
def deliver_webhooks() -> int:
    """Do what is due; scheduled by the operator where no `deliver_webhooks` command runs."""
    return exchange.exchange()


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

    A message that is redelivered while the chunk is leased may come from a
    worker that was killed or from one that still works: it is retried later.
    """
    chunk = RescoringChunk.objects.remaining().select_related("run").filter(pk=chunk_id).first()
    if chunk is None:
        return
    if not (leases.is_free(chunk) and leases.lease(chunk)):
        raise self.retry(countdown=leases.duration().total_seconds())
    try:
        worker.work_through(chunk)
    except ChunkLostError:
        return
    except (OperationalError, InterfaceError):
        leases.give_back(chunk)
        raise
    finishing.finish(chunk.run)
