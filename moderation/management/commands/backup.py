from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation.management import backups


class Command(BaseCommand):
    help = (
        "Back the database up into a file of FOLDER, with its SHA-256, while the site runs on. "
        "FOLDER may be s3://BUCKET/PREFIX."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder")
        parser.add_argument("--keep", type=int, metavar="N", help="delete all but the newest N")

    def handle(self, *, folder: str, keep: int | None, **_: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be at least 1.")
        self.stdout.write(backups.write(folder))
        if keep:
            backups.keep(folder, keep)
