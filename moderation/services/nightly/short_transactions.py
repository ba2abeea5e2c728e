"""Transactions that nobody waits for long, and what may end them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

LOCK_TIMEOUT = "50ms"
LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED = "55P03", "40P01"
LOST = ("08", "57P")
"""How the codes of errors begin that end a connection; some have no code at all."""


@contextmanager
def short_transaction() -> Iterator[None]:
    """A transaction that neither waits long for others while it holds locks nor for the disk.

    It raises an OperationalError that `is_lock_conflict` knows where others hold
    what it needs.  Without the wait for the disk the last moments before a
    crash of the database may be lost: whole transactions, in order, so that
    what is stored of a run still goes with its position.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('lock_timeout', %s, true),"
                    " set_config('synchronous_commit', 'off', true)",
                    [LOCK_TIMEOUT],
                )
        yield


def is_lock_conflict(error: OperationalError) -> bool:
    """Whether others held what a transaction needed, so that trying again helps."""
    return _code(error) in (LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED)


def is_connection_lost(error: DatabaseError | InterfaceError) -> bool:
    """Whether the connection was cut, so that another may do.

    Whether it can be used tells nothing: leaving a transaction opens a new one.
    """
    code = _code(error)
    return connection.vendor == "postgresql" and (code is None or code.startswith(LOST))


def _code(error: Exception) -> str | None:
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code
