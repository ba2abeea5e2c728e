import sys
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from moderation.services.transfer import tables, transparency

TABLES = {"statements": transparency.statements, "decisions": transparency.decisions}


def day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Write statements of reasons, in the EU database's fields, or all decisions to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", choices=TABLES, nargs="?", default="statements")
        parser.add_argument("--format", choices=tables.FORMATS, default=tables.CSV)
        parser.add_argument("--since", type=day, help="the first day, YYYY-MM-DD (30 days ago)")
        parser.add_argument("--until", type=day, help="the day after the last one (now)")
        parser.add_argument("--output", type=Path, help="the file to write (standard output)")

    def handle(self, **options: Any) -> None:
        until = options["until"] or timezone.now()
        since = options["since"] or until - timedelta(days=30)
        rows = TABLES[options["table"]](since=since, until=until)
        lines = tables.lines(rows, options["format"])
        if options["output"] is None:
            sys.stdout.writelines(lines)
            return
        try:
            with options["output"].open("w", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(f"Cannot write {options['output']}: {error.strerror}") from error
