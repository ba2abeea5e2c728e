from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from articles.models import Comment
from moderation.classifiers.base import ReleaseError
from moderation.management.site_command import SiteCommand
from moderation.services import releases, rescoring
from moderation.services.rescoring import Report

EXIT_NOT_SCORED = 3
SHOWN = 20


class Command(SiteCommand):
    help = (
        "Score every comment that lacks a score from the active release or was judged under an "
        "older policy version. Exit codes: 0 all is up to date; 1 nothing could be scored; "
        "3 some comments could not be scored and are held."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only report")
        parser.add_argument("--batch-size", type=_positive, default=rescoring.BATCH_SIZE)

    def handle(self, *, dry_run: bool, batch_size: int, **_: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        try:
            report = _run(console, dry_run=dry_run, batch_size=batch_size)
        except ReleaseError as error:
            raise CommandError(str(error)) from None
        if not report.examined:
            console.print(f"Every comment is up to date with {report.release.name}.")
            return
        console.print(_summary(report, dry_run=dry_run))
        if report.contradicted:
            console.print(_contradictions(report))
        if report.not_scored:
            raise CommandError(
                f"{report.not_scored} comments could not be scored; the log says why. "
                "The next run tries them again.",
                returncode=EXIT_NOT_SCORED,
            )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _run(console: Console, *, dry_run: bool, batch_size: int) -> Report:
    release, _ = releases.active()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as bar:
        total = rescoring.outdated(release).count()
        task = bar.add_task(f"Rescoring with {release.name}", total=total)
        return rescoring.rescore(
            dry_run=dry_run,
            batch_size=batch_size,
            progress=lambda scored: bar.advance(task, scored),
        )


def _summary(report: Report, *, dry_run: bool) -> Table:
    would = "would change" if dry_run else "changed"
    table = Table(title=f"{report.release.name}: {report.examined} comments scored")
    table.add_column(f"What {would}")
    table.add_column("Comments", justify="right")
    for (before, after), number in sorted(report.changes.items()):
        table.add_row(f"{_label(before)} → {_label(after)}", str(number))
    table.add_row("Unchanged", str(_unchanged(report)))
    table.add_row("Decided by a moderator, verdict disagrees", str(len(report.contradicted)))
    table.add_row("Could not be scored", str(report.not_scored))
    return table


def _contradictions(report: Report) -> Table:
    table = Table(title=f"The first {SHOWN} decisions that the new verdict disagrees with")
    for column in ("Comment", "Decided", "Verdict", "Article"):
        table.add_column(column)
    for outcome in report.contradicted[:SHOWN]:
        comment = outcome.comment
        table.add_row(str(comment.pk), comment.status, outcome.verdict, str(comment.article.title))
    return table


def _unchanged(report: Report) -> int:
    return report.examined - report.changes.total() - len(report.contradicted)


def _label(status: str) -> str:
    return str(Comment.Status(status).label)
