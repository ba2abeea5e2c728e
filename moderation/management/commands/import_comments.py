import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.services.transfer import importing
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import Record, Unreadable

SHOWN = 20


class Command(BaseCommand):
    help = "Import articles and comments. Importing again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=READERS)
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--source", help="what keeps this site's ids apart (the format)")
        parser.add_argument("--dry-run", action="store_true", help="only read and report")
        parser.add_argument("--report", type=Path, help="a file for all that could not be read")

    def handle(self, **options: Any) -> None:
        read = partial(self._records, READERS[options["format"]], options["paths"])
        with ExitStack() as stack:
            try:
                for path in options["paths"]:
                    stack.enter_context(path.open("rb"))
                out = options["report"] and stack.enter_context(options["report"].open("w"))
            except OSError as error:
                raise CommandError(f"Cannot open {error.filename}: {error.strerror}") from error
            refused = Refused(out, self.stderr)
            if options["dry_run"]:
                counts = self._count(read(), refused)
            else:
                source = options["source"] or options["format"]
                counts = importing.import_archive(read, source=source, unreadable=refused).counts
        for what, number in counts.items():
            self.stdout.write(f"{what}: {number:,}")
        if refused.number > SHOWN and not options["report"]:
            self.stdout.write("Run it with --report FILE to see all that could not be read.")

    def _records(self, reader: Any, paths: list[Path]) -> Iterator[Record]:
        for path in paths:
            with path.open("rb") as file:
                yield from reader(file)

    def _count(self, records: Iterator[Record], refused: "Refused") -> Counter[str]:
        counts: Counter[str] = Counter()
        for record in records:
            counts[type(record).__name__] += 1
            if isinstance(record, Unreadable):
                refused(record)
        return counts


class Refused:
    """Shows the first that could not be read, and writes all of it to the report."""

    def __init__(self, report: Any, shown: Any) -> None:
        self.report, self.shown, self.number = report, shown, 0

    def __call__(self, refused: Unreadable) -> None:
        self.number += 1
        if self.report:
            line = {"where": refused.where, "why": refused.why}
            self.report.write(json.dumps(line, ensure_ascii=False) + "\n")
        if self.number <= SHOWN:
            self.shown.write(f"{refused.where}: {refused.why}")
