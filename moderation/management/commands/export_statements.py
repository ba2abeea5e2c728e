from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from moderation.management.export_command import ExportCommand
from moderation.services.transfer import legal_figures, tables, transparency

TABLES = {
    "statements": transparency.statements,
    "decisions": transparency.decisions,
    "legal-reports": legal_figures.legal_reports,
    "legal-figures": legal_figures.figures,
}


def day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


class Command(ExportCommand):
    help = "Export statements of reasons, in the fields of the EU's database, or all decisions."
    default_format = tables.CSV

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("table", choices=TABLES, nargs="?", default="statements")
        parser.add_argument(
            "--since", type=day, help="first day, YYYY-MM-DD (default: 30 days ago)"
        )
        parser.add_argument(
            "--until", type=day, help="day after the last, YYYY-MM-DD (default: now)"
        )

    def handle(self, **options: Any) -> None:
        until = options["until"] or timezone.now()
        since = options["since"] or until - timedelta(days=30)
        rows = TABLES[options["table"]](since=since, until=until)
        self.write(tables.lines(rows, options["format"]), options["output"])
