"""What is wrong with a site and what to do, for `manage.py doctor`."""

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError

from moderation.management.diagnosis import database, neighbours, own_machine
from moderation.management.diagnosis.finding import Finding, State

__all__ = ["Finding", "State", "findings"]


def findings() -> Iterator[Finding]:
    """Look at one thing after the other.  Without a database, the rest of it is left out."""
    for look in (*own_machine.LOOKS, *neighbours.LOOKS):
        yield from look()
    try:
        for look in database.LOOKS:
            yield from look()
    except (DatabaseError, InterfaceError) as error:
        told = " ".join(str(error).split())
        step = "Check that the database of DATABASE_URL is running and accepts this user."
        yield Finding("database", State.ERROR, told, step)
