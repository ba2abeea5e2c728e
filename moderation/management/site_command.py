from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InternalError, OperationalError, connection


class SiteCommand(BaseCommand):
    """A command that works on the site's data: a database that fails ends it in plain words."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, InternalError) as error:
            raise CommandError(f"{str(error).strip()}\n{_next_step()}") from None


def _next_step() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"Can this user write {name} and the folder that it is in, and is the disk not full?"
    return f"Is the database {name!r} of DATABASE_URL up, and does it let this user in?"
