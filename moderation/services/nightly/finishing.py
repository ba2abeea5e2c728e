"""Closing a run: the summaries of its chunks add up to its own."""

from django.db import transaction
from django.utils import timezone

from moderation.models import EventKind, RescoringRun
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from moderation.services.nightly.run_summary import RunSummary

State = RescoringRun.State


@transaction.atomic
def finish(run: RescoringRun) -> None:
    """Close `run` as finished, if all of its chunks are done."""
    locked = RescoringRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state == State.RUNNING and not locked.chunks.remaining().exists():
        close(locked, State.FINISHED)
    run.refresh_from_db()


def close(run: RescoringRun, state: State) -> None:
    """Set the `state` of a locked run, store its summary and delete its chunks."""
    summary = RunSummary()
    for stored in run.chunks.values_list("summary", flat=True):
        summary.add(RunSummary.from_json(stored))
    run.state = state
    run.finished_at = timezone.now()
    run.examined, run.not_scored = summary.examined, summary.not_scored
    run.summary = summary.to_json()
    run.save()
    told = {"run": run.pk, "state": run.state, "examined": run.examined}
    recording.record([Happening(EventKind.RUN_FINISHED, data=told)])
    run.chunks.all().delete()
