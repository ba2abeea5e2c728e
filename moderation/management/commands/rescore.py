from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as ProgressBar
from rich.table import Table

from articles.models import Comment
from config.celery import app
from moderation.classifiers.base import ReleaseError
from moderation.models import ClassifierRelease, RescoringRun
from moderation.services.judging import releases
from moderation.services.nightly import cluster, rescoring, starting
from moderation.services.nightly.dry_run import count_changes
from moderation.services.nightly.progress import Progress, ProgressListener
from moderation.services.nightly.run_summary import LISTED, RunSummary
from moderation.services.nightly.working import Worker, helpers

EXIT_NOT_SCORED = 3
EXIT_DRIFT = 4


class Command(BaseCommand):
    help = (
        "Score every comment that has no score from the active release or was judged under an "
        "older policy version. An interrupted run continues where it stopped, and several "
        "processes share a run. Exit codes: 0 every comment is up to date; 1 nothing could be "
        "scored; 3 some comments could not be scored; 4 more verdicts changed than --drift-limit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="report the changes, store nothing"
        )
        parser.add_argument(
            "--batch-size",
            type=_positive,
            help=f"comments judged at once (default {rescoring.BATCH_SIZE})",
        )
        workers = parser.add_mutually_exclusive_group()
        workers.add_argument(
            "--processes", type=_positive, default=1, help="processes on this machine (default 1)"
        )
        workers.add_argument(
            "--celery", action="store_true", help="let Celery workers do the work and wait for them"
        )
        parser.add_argument(
            "--second-opinion",
            metavar="CLASSIFIER",
            default=settings.SECOND_OPINION,
            help="then score the least certain comments with another classifier",
        )
        band = parser.add_mutually_exclusive_group()
        band.add_argument(
            "--band",
            type=_positive,
            default=settings.SECOND_OPINION_COMMENTS,
            help="comments that the second classifier scores (default %(default)s)",
        )
        band.add_argument(
            "--minutes", type=_positive, help="limit the second classifier by time instead"
        )
        parser.add_argument(
            "--drift-limit",
            type=_share,
            default=settings.RESCORE_DRIFT_LIMIT,
            help="exit with code 4 if more than this share of verdicts (0 to 1) changes",
        )

    @no_translations
    def handle(self, *, drift_limit: float | None, dry_run: bool, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        try:
            release, _ = releases.configured()
            work = _dry_run if dry_run else _rescore
            summaries = work(console, **options)
            for summary in summaries:
                _show(console, release, summary, dry_run=dry_run)
            if options["second_opinion"] and not dry_run:
                _get_second_opinion(console, **options)
        except (ReleaseError, cluster.NoWorkerError) as error:
            raise CommandError(str(error)) from None
        _raise_for_problems(summaries, drift_limit)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("must be at least 1")
    return number


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise ArgumentTypeError("must be between 0 and 1")
    return share


def _dry_run(console: Console, *, batch_size: int | None, **_: Any) -> list[RunSummary]:
    size = batch_size or rescoring.BATCH_SIZE
    with _progress_bar(console, "Dry run") as listener:
        return [count_changes(batch_size=size, listener=listener)]


def _rescore(console: Console, **options: Any) -> list[RunSummary]:
    """Do a run, then another if the first was started earlier and lacks newer comments."""
    began, summaries = timezone.now(), []
    while True:
        run = starting.begin()
        _finish(console, run, f"Rescoring with {run.release}", **options)
        summaries.append(RunSummary.from_json(run.summary))
        if starting.is_complete(run, since=began):
            return summaries


def _get_second_opinion(
    console: Console, *, second_opinion: str, band: int, minutes: int | None, **options: Any
) -> None:
    limit = {"seconds": minutes * 60} if minutes else {"comments": band}
    run = starting.begin_second(second_opinion, **limit)
    _finish(console, run, f"Second opinion of {run.release}", **options)
    summary = RunSummary.from_json(run.summary)
    console.print(
        f"{run.release} scored {summary.examined:,} comments and disagrees on "
        f"{summary.verdict_changed:,}, which were moved up in the queue."
    )


def _finish(
    console: Console,
    run: RescoringRun,
    title: str,
    *,
    processes: int,
    celery: bool,
    batch_size: int | None = None,
    **_: Any,
) -> None:
    with helpers(run, processes - 1), _progress_bar(console, title) as listener:
        if celery:
            cluster.distribute(app, run, listener=listener)
        else:
            Worker(batch_size=batch_size, listener=listener).work(run)


@contextmanager
def _progress_bar(console: Console, title: str) -> Iterator[ProgressListener]:
    """Shows the share of ids that are done, and the comments scored per second."""
    with ProgressBar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[examined]:,} comments"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=None, examined=0, rate=0.0)
        joined: list[Progress] = []

        def update(progress: Progress) -> None:
            if not joined:  # what was done before must not count towards the pace
                joined.append(progress)
                bar.reset(task, total=progress.total, completed=progress.done)
            seconds = bar.tasks[0].elapsed or 0
            examined = progress.examined - joined[0].examined
            bar.update(
                task,
                completed=progress.done,
                examined=progress.examined,
                rate=examined / seconds if seconds else 0.0,
            )

        yield update


def _show(
    console: Console, release: ClassifierRelease, summary: RunSummary, *, dry_run: bool
) -> None:
    if not summary.examined:
        console.print(f"Every comment is up to date with {release.name}.")
        return
    console.print(_summary(release, summary, dry_run=dry_run))
    if summary.contradicted:
        console.print(_contradictions(summary))


def _summary(release: ClassifierRelease, summary: RunSummary, *, dry_run: bool) -> Table:
    would = "would change" if dry_run else "changed"
    table = Table(title=f"{release.name}: {summary.examined:,} comments scored")
    table.add_column(f"What {would}")
    table.add_column("Comments", justify="right")
    for (before, after), number in sorted(summary.changes.items()):
        table.add_row(f"{_label(before)} → {_label(after)}", f"{number:,}")
    table.add_row("Unchanged", f"{_unchanged(summary):,}")
    table.add_row("Decided by a moderator, verdict disagrees", f"{summary.contradictions:,}")
    table.add_row("Could not be scored", f"{summary.not_scored:,}")
    if summary.compared:
        changed = f"{summary.verdict_changed:,} ({summary.drift:.1%})"
        table.add_row(f"Verdict changed, of {summary.compared:,} scored before", changed)
    return table


def _contradictions(summary: RunSummary) -> Table:
    table = Table(title=f"The first {LISTED} decisions that the new verdict contradicts")
    for column in ("Comment", "Decided", "Article"):
        table.add_column(column)
    comments = Comment.objects.select_related("article").filter(pk__in=summary.contradicted)
    for comment in comments.order_by("pk"):
        table.add_row(str(comment.pk), comment.get_status_display(), str(comment.article))
    return table


def _raise_for_problems(summaries: list[RunSummary], drift_limit: float | None) -> None:
    # The last run has tried again what failed in the runs before it.
    not_scored, drift = summaries[-1].not_scored, max(summary.drift for summary in summaries)
    if not_scored:
        raise CommandError(
            f"{not_scored} comments could not be scored (see the log). "
            "The next run tries them again.",
            returncode=EXIT_NOT_SCORED,
        )
    if drift_limit is not None and drift > drift_limit:
        raise CommandError(
            f"{drift:.1%} of the verdicts changed, more than the limit of {drift_limit:.1%}. "
            "Check the run at the desk before you rely on the new release or policy.",
            returncode=EXIT_DRIFT,
        )


def _unchanged(summary: RunSummary) -> int:
    return summary.examined - summary.changes.total() - summary.contradictions


def _label(status: str) -> str:
    return str(Comment.Status(status).label)
