import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from moderation.classifiers import whole_file
from moderation.services.transfer import tables


class ExportCommand(BaseCommand):
    """A command that writes rows to a file or to standard output."""

    default_format: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=tables.FORMATS, default=self.default_format)
        parser.add_argument("--output", type=Path, help="file to write (default: standard output)")

    def write(self, lines: Iterable[str], output: Path | None) -> None:
        """Write `lines` one at a time to `output`, all or none; None is standard output."""
        if output is None:
            sys.stdout.writelines(lines)
            return
        try:
            with whole_file.opened(output) as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
