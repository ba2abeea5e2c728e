from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, no_translations
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from articles.models import Comment
from config.celery import app
from moderation.classifiers.base import ReleaseError
from moderation.management.site_command import SiteCommand
from moderation.models import ClassifierRelease, RescoringRun
from moderation.services.judging import releases
from moderation.services.nightly import cluster, runs
from moderation.services.nightly.tally import LISTED, Tally

EXIT_NOT_SCORED = 3
EXIT_DRIFT = 4


class Command(SiteCommand):
    help = (
        "Score every comment that lacks a score from the active release or was judged under an "
        "older policy version. A run that was killed goes on from where it was; several at once "
        "share the work. Exit codes: 0 all is up to date; 1 nothing could be scored; 3 some "
        "comments could not be scored; 4 more verdicts changed than the drift limit allows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        parser.add_argument(
            "--batch-size",
            type=_positive,
            help=f"comments that are judged at once, {runs.BATCH_SIZE} if not given",
        )
        spread = parser.add_mutually_exclusive_group()
        spread.add_argument(
            "--processes",
            type=_positive,
            default=1,
            help="how many processes of this machine do the work",
        )
        spread.add_argument(
            "--celery",
            action="store_true",
            help="leave the work to Celery workers, and wait for them",
        )
        parser.add_argument(
            "--second-opinion",
            metavar="CLASSIFIER",
            default=settings.SECOND_OPINION,
            help="then have another classifier read the least certain comments",
        )
        band = parser.add_mutually_exclusive_group()
        band.add_argument(
            "--band",
            type=_positive,
            default=settings.SECOND_OPINION_COMMENTS,
            help="how many comments it reads",
        )
        band.add_argument("--minutes", type=_positive, help="for how long it reads instead")
        parser.add_argument(
            "--drift-limit",
            type=_share,
            default=settings.RESCORE_DRIFT_LIMIT,
            help="the share of verdicts, from 0 to 1, that may change without an error",
        )

    @no_translations
    def handle(self, *, drift_limit: float | None, dry_run: bool, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        try:
            release, _ = releases.active()
            work = _rehearse if dry_run else _rescore
            tallies = work(console, **options)
            for tally in tallies:
                _show(console, release, tally, dry_run=dry_run)
            if options["second_opinion"] and not dry_run:
                _ask_for_a_second_opinion(console, **options)
        except (ReleaseError, cluster.NoWorkerError) as error:
            raise CommandError(str(error)) from None
        _complain(tallies, drift_limit)


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


def _rehearse(console: Console, *, batch_size: int | None, **_: Any) -> list[Tally]:
    with _progress_bar(console, "Rehearsing") as report:
        return [runs.rehearse(batch_size=batch_size, report=report)]


def _rescore(console: Console, **options: Any) -> list[Tally]:
    """See a run through, and another where that was begun before and so leaves something."""
    began, tallies = timezone.now(), []
    while True:
        run = runs.begin()
        _see_through(console, run, f"Rescoring with {run.release}", **options)
        tallies.append(Tally.from_json(run.tally))
        if runs.is_whole(run, since=began):
            return tallies


def _ask_for_a_second_opinion(
    console: Console, *, second_opinion: str, band: int, minutes: int | None, **options: Any
) -> None:
    limit = {"seconds": minutes * 60} if minutes else {"comments": band}
    run = runs.begin_second(second_opinion, **limit)
    _see_through(console, run, f"A second opinion of {run.release}", **options)
    tally = Tally.from_json(run.tally)
    console.print(
        f"{run.release} read {tally.examined:,} comments and would have filed "
        f"{tally.verdict_changed:,} otherwise; those have risen in the queue."
    )


def _see_through(
    console: Console,
    run: RescoringRun,
    title: str,
    *,
    processes: int,
    celery: bool,
    batch_size: int | None = None,
    **_: Any,
) -> None:
    with runs.helpers(run, processes - 1), _progress_bar(console, title) as report:
        if celery:
            cluster.spread(app, run, report=report)
        else:
            runs.work(run, batch_size=batch_size, report=report)


@contextmanager
def _progress_bar(console: Console, title: str) -> Iterator[runs.Report]:
    """A bar over the ids gone through, and how many comments a second were scored so far."""
    with Progress(
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

        def report(progress: runs.Progress) -> None:
            seconds = bar.tasks[0].elapsed or 0
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                examined=progress.examined,
                rate=progress.examined / seconds if seconds else 0.0,
            )

        yield report


def _show(console: Console, release: ClassifierRelease, tally: Tally, *, dry_run: bool) -> None:
    if not tally.examined:
        console.print(f"Every comment is up to date with {release.name}.")
        return
    console.print(_summary(release, tally, dry_run=dry_run))
    if tally.contradicted:
        console.print(_contradictions(tally))


def _summary(release: ClassifierRelease, tally: Tally, *, dry_run: bool) -> Table:
    would = "would change" if dry_run else "changed"
    table = Table(title=f"{release.name}: {tally.examined:,} comments scored")
    table.add_column(f"What {would}")
    table.add_column("Comments", justify="right")
    for (before, after), number in sorted(tally.changes.items()):
        table.add_row(f"{_label(before)} → {_label(after)}", f"{number:,}")
    table.add_row("Unchanged", f"{_unchanged(tally):,}")
    table.add_row("Decided by a moderator, verdict disagrees", f"{tally.contradictions:,}")
    table.add_row("Could not be scored", f"{tally.not_scored:,}")
    if tally.compared:
        changed = f"{tally.verdict_changed:,} ({tally.drift:.1%})"
        table.add_row(f"Verdict changed, of {tally.compared:,} scored before", changed)
    return table


def _contradictions(tally: Tally) -> Table:
    table = Table(title=f"The first {LISTED} decisions that the new verdict disagrees with")
    for column in ("Comment", "Decided", "Article"):
        table.add_column(column)
    comments = Comment.objects.select_related("article").filter(pk__in=tally.contradicted)
    for comment in comments.order_by("pk"):
        table.add_row(str(comment.pk), comment.get_status_display(), str(comment.article))
    return table


def _complain(tallies: list[Tally], drift_limit: float | None) -> None:
    """Tell what is wrong after the last run, which tried again whatever failed before."""
    not_scored, drift = tallies[-1].not_scored, max(tally.drift for tally in tallies)
    if not_scored:
        raise CommandError(
            f"{not_scored} comments could not be scored; the log says why. "
            "The next run tries them again.",
            returncode=EXIT_NOT_SCORED,
        )
    if drift_limit is not None and drift > drift_limit:
        raise CommandError(
            f"{drift:.1%} of the verdicts changed, more than the limit of {drift_limit:.1%}. "
            "Look at the run at the desk before you trust the new release or policy.",
            returncode=EXIT_DRIFT,
        )


def _unchanged(tally: Tally) -> int:
    return tally.examined - tally.changes.total() - tally.contradictions


def _label(status: str) -> str:
    return str(Comment.Status(status).label)
