"""Whether the database answers, and whether it has space."""

import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection, connections, transaction
from django.db.utils import OperationalError

from articles import limits

ANSWERS_WITHIN = 1.2  # seconds; load balancers wait for two or more
TRY_EVERY = 10.0  # seconds
BUSY = 500  # milliseconds
# SQLite's log grows by up to 4 MB between two checkpoints.
SQLITE_NEEDS = 8_000_000  # bytes

# Sorting more than `work_mem` holds needs space on the server's disk, as new rows do.
_SPILL = "SELECT count(*) FROM (SELECT n FROM generate_series(1, 30000) n ORDER BY n DESC) sorted"


class _Memory:
    """The last attempt of this process to write."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._at, self._problem = -TRY_EVERY, ""

    def problem(self) -> str:
        if time.monotonic() - self._at >= TRY_EVERY:
            self._problem = _tried()
            self._at = time.monotonic()
        return self._problem


memory = _Memory()


def answers(*, within: float = ANSWERS_WITHIN) -> bool:
    """Whether the database answers in so many seconds, asked over a connection of its own.

    A server that hangs would keep the thread that asks.
    """
    asking = ThreadPoolExecutor(max_workers=1)
    try:
        return asking.submit(_ask).result(timeout=within)
    except TooLate:
        return False
    finally:
        asking.shutdown(wait=False)


def problem() -> str:
    """Why nothing can be stored; empty where it can.  Tried anew every few seconds."""
    return memory.problem()


def _ask() -> bool:
    try:
        with closing(connections["default"]) as own, own.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def _tried() -> str:
    try:
        with _waiting_briefly(), transaction.atomic():
            limits.allows("storage", socket.gethostname(), most=1, within=timedelta(minutes=1))
            _need_space()
    except OperationalError as error:
        return "" if "locked" in str(error) else _told(error)
    except DatabaseError as error:
        return _told(error)
    return ""


@contextmanager
def _waiting_briefly() -> Iterator[None]:
    """A writer who keeps SQLite's lock for long must not keep the heartbeat."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def _need_space() -> None:
    """Raises OperationalError where a new page would have no place."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(_SPILL)
        return
    folder = Path(connection.settings_dict["NAME"]).parent
    if folder.is_dir() and shutil.disk_usage(folder).free < SQLITE_NEEDS:
        raise OperationalError("database or disk is full")


def _told(error: Exception) -> str:
    return " ".join(str(error).split())
