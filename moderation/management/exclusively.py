"""One process at a time, whatever machine it runs on."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

# Any number that nothing else in the database locks.
MIGRATING = 0x_C0_31_7E
LOOK_EVERY = 0.2  # seconds


@contextmanager
def in_database(database: BaseDatabaseWrapper, tell: Callable[[], None]) -> Iterator[None]:
    """Wait until no other process is in such a block with this database, then keep others out.

    `tell` is called if there is another.  The lock ends with its process, however that dies.
    """
    lock = _lock_folder if database.vendor == "sqlite" else _lock_session
    with lock(database) as take:
        if not take():
            tell()
            while not take():
                time.sleep(LOOK_EVERY)
        yield


@contextmanager
def _lock_session(database: BaseDatabaseWrapper) -> Iterator[Callable[[], bool]]:
    def take() -> bool:
        with database.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING])
            return bool(cursor.fetchone()[0])

    yield take
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


@contextmanager
def _lock_folder(database: BaseDatabaseWrapper) -> Iterator[Callable[[], bool]]:
    """Closing a second handle of the file itself would end the locks that SQLite has on it."""
    name = str(database.settings_dict["NAME"])
    if name.startswith(("file:", ":memory:")):
        yield lambda: True
        return
    folder = os.open(Path(name).parent, os.O_RDONLY)

    def take() -> bool:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield take
    finally:
        os.close(folder)
