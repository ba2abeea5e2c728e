import sys
from argparse import ArgumentParser
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.services.transfer import exporting, tables


class Command(BaseCommand):
    help = "Write articles and comments as JSON lines, or comments as CSV, to be imported again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=tables.FORMATS, default=tables.JSON_LINES)
        parser.add_argument("--output", type=Path, help="the file to write (standard output)")

    def handle(self, **options: Any) -> None:
        rows = exporting.comments()
        if options["format"] == tables.JSON_LINES:
            rows = chain(exporting.articles(), rows)
        lines = tables.lines(rows, options["format"])
        if options["output"] is None:
            sys.stdout.writelines(lines)
            return
        try:
            with options["output"].open("w", encoding="utf-8") as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(f"Cannot write {options['output']}: {error.strerror}") from error
