from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from moderation.management.export_command import ExportCommand
from moderation.services.transfer import tables, transparency

TABLES = {"statements": transparency.statements, "decisions": transparency.decisions}


def day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


class Command(ExportCommand):
    help = "Write statements of reasons, in the EU database's fields, or all decisions to a file."
    default_format = tables.CSV

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("table", choices=TABLES, nargs="?", default="statements")
        parser.add_argument("--since", type=day, help="the first day, YYYY-MM-DD (30 days ago)")
        parser.add_argument("--until", type=day, help="the day after the last one (now)")

    def handle(self, **options: Any) -> None:
        until = options["until"] or timezone.now()
        since = options["since"] or until - timedelta(days=30)
        rows = TABLES[options["table"]](since=since, until=until)
        self.write(tables.lines(rows, options["format"]), options["output"])
