from argparse import ArgumentParser, ArgumentTypeError
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from moderation.services.decisions import chain
from moderation.services.decisions.chain import START, Head

EXIT_BROKEN = 3
NAMED = 10


def kept_head(text: str) -> Head:
    try:
        return Head.read(text)
    except ValueError as error:
        raise ArgumentTypeError("give it as verify_log printed it: NUMBER:HASH") from error


class Command(BaseCommand):
    help = (
        "Verify that no decision in the log was changed, removed, moved or put in past the chain. "
        "Exits with 0 if that is so, and with 3 if not, naming the first break."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            type=kept_head,
            default=START,
            metavar="NUMBER:HASH",
            help="a head that was printed earlier and kept elsewhere, which must still be there",
        )

    def handle(self, *, head: Head, **_: Any) -> None:
        now = chain.head()
        columns = (TextColumn("Links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        shown = console.is_terminal
        with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
            task = bar.add_task("Links", total=now.number)
            breaks = chain.breaks(
                known=head, listener=lambda checked: bar.update(task, completed=checked)
            )
            found = list(islice(breaks, NAMED + 1))
        if found:
            raise CommandError(_report(found), returncode=EXIT_BROKEN)
        self.stdout.write(f"{now.number:,} links, the chain is whole. Head:\n{now}")


def _report(found: list[str]) -> str:
    lines = ["The chain of decisions is broken. First break:", *found[:NAMED]]
    if len(found) > NAMED:
        lines.append("… and more.")
    lines.append("Compare these decisions with a backup from before: docs/operating.md.")
    return "\n".join(lines)
