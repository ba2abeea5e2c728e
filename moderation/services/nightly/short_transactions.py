"""Short transactions, and what to do when one fails."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

LOCK_TIMEOUT = "50ms"
LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED = "55P03", "40P01"
# Prefixes of the codes of errors that end a connection; some errors have no code at all.
CONNECTION_LOST = ("08", "57P")
RECONNECTS = 5


@contextmanager
def short_transaction() -> Iterator[None]:
    """A transaction that waits neither long for locks nor for the disk.

    Where another session holds a lock it raises an OperationalError for which
    `is_lock_conflict` is true.  A crash of the database may lose the last
    transactions before it: each as a whole and in order, so that a run's
    position still agrees with what is stored.
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
    """Whether another session held a lock, so that a retry helps."""
    return _code(error) in (LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED)


def is_connection_lost(error: DatabaseError | InterfaceError) -> bool:
    """Whether `error` ended the connection, so that a new one may work.

    `connection.is_usable()` cannot tell: leaving the transaction has opened a new one.
    """
    code = _code(error)
    return connection.vendor == "postgresql" and (code is None or code.startswith(CONNECTION_LOST))


def reconnect(error: OperationalError | InterfaceError, failures: int) -> None:
    """Close a lost connection and wait, so that the next query opens a new one.

    Raises `error` where it is of another kind, or after too many failures.
    """
    if failures > RECONNECTS or not is_connection_lost(error):
        raise error
    connection.close()
    time.sleep(failures)


def _code(error: Exception) -> str | None:
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code
