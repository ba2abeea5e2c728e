from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InternalError, OperationalError, connection

DISK_FULL = "53100"
"""How PostgreSQL's error is numbered."""


class SiteCommand(BaseCommand):
    """A command that works on the site's data: a database that fails ends it in plain words."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, InternalError) as error:
            raise CommandError(f"{str(error).strip()}\n{_next_step(error)}") from None


def _next_step(error: Exception) -> str:
    name = connection.settings_dict["NAME"]
    if getattr(error.__cause__, "pgcode", None) == DISK_FULL:
        return f"Make room on the disk of the database {name!r} and run this again."
    if connection.vendor == "sqlite":
        return f"Can this user write {name} and the folder that it is in, and is the disk not full?"
    return f"Is the database {name!r} of DATABASE_URL up, and does it let this user in?"
