from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from moderation.management import backups


class Command(BaseCommand):
    help = (
        "Fill an empty database from a backup, if its SHA-256 is the one beside it. "
        "FILE may be s3://BUCKET/PREFIX/NAME."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")

    def handle(self, *, file: str, **_: Any) -> None:
        backups.restore(file)
        self.stdout.write("Restored. Run migrate if the program is newer than the backup.")
