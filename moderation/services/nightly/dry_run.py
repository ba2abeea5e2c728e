"""Counting what a run would change."""

from moderation.services.judging import releases
from moderation.services.nightly import id_ranges, progress, rescoring, starting
from moderation.services.nightly.progress import Progress, ProgressListener
from moderation.services.nightly.run_summary import RunSummary


def count_changes(
    *, batch_size: int = rescoring.BATCH_SIZE, listener: ProgressListener = progress.ignore
) -> RunSummary:
    """Judge every outdated comment, the newest first as a run does, and store nothing."""
    release, _ = releases.configured()
    run = starting.new_run(release)
    summary = RunSummary()
    first, last = id_ranges.bounds()
    for after, upto in id_ranges.newest_first(first, last, batch_size):
        summary.add(rescoring.judge(run, after, upto).dry_run())
        listener(Progress(last - after, last - first + 1, summary.examined))
    return summary
