from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InternalError, OperationalError, connection

# PostgreSQL's error code.
DISK_FULL = "53100"


class SiteCommand(BaseCommand):
    """A command that uses the database: its errors end it with a next step, not a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, InternalError) as error:
            raise CommandError(f"{str(error).strip()}\n{_next_step(error)}") from None


def _next_step(error: Exception) -> str:
    name = connection.settings_dict["NAME"]
    if getattr(error.__cause__, "pgcode", None) == DISK_FULL:
        return f"Free some disk space for the database {name!r} and run the command again."
    if connection.vendor == "sqlite":
        return (
            f"Check that this user can write to {name} and its folder, and that the disk has space."
        )
    return f"Check that the database {name!r} of DATABASE_URL is running and accepts this user."
