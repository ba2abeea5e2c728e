"""Django's `migrate`, alone in its database."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from moderation.management import exclusively


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with exclusively.in_database(connections[options["database"]], self._tell):
            super().handle(*args, **options)

    def _tell(self) -> None:
        self.stderr.write("Another migrate is running. Waiting until it is done.")
