"""How long a web process waits for PostgreSQL.

`statement_timeout` and `lock_timeout` end what takes too long on a server that works.  One that
hangs, with its disk or its machine, ends nothing: there the process closes its own end, and for
some seconds opens no other connection, so that its threads stay free to say what is wrong.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connections
from psycopg2 import extensions

# Seconds.
GRACE = 2.0  # for the server to end a statement itself
HEALTH_CHECK = 2.0  # `SELECT 1`, which Django sends before a kept connection is used again
REFUSES_FOR = 5.0
LOOK_EVERY = 0.1


class _Watch:
    """Closes connections whose statement is overdue.  One thread for each process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._overdue_at: dict[extensions.connection, float] = {}
        self._process = 0
        self._closed_at = -REFUSES_FOR

    @contextmanager
    def over(self, connection: extensions.connection, seconds: float) -> Iterator[None]:
        self._run()
        with self._lock:
            self._overdue_at[connection] = time.monotonic() + seconds
        try:
            yield
        finally:
            with self._lock:
                self._overdue_at.pop(connection, None)

    def hangs(self) -> bool:
        """Whether a connection was closed a moment ago."""
        return time.monotonic() - self._closed_at < REFUSES_FOR

    def _run(self) -> None:
        """Start the thread, in a forked process as well."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        Thread(target=self._look, daemon=True, name="database limits").start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            with self._lock:
                now = time.monotonic()
                overdue = [one for one, end in self._overdue_at.items() if end < now]
                for connection in overdue:
                    self._closed_at = now
                    del self._overdue_at[connection]
                    _shut(connection)


def _shut(connection: extensions.connection) -> None:
    """End the conversation: the thread that waits for an answer gets an OperationalError."""
    with (
        suppress(OSError, psycopg2.Error),
        socket.socket(fileno=os.dup(connection.fileno())) as own,
    ):
        own.shutdown(socket.SHUT_RDWR)


_watch = _Watch()


class Connection(extensions.connection):  # type: ignore[misc]  # psycopg2 has no types
    def __init__(self, *arguments: Any, **options: Any) -> None:
        if _watch.hangs():
            raise psycopg2.OperationalError("The database did not answer a moment ago.")
        super().__init__(*arguments, **options)

    def commit(self) -> None:
        with _watch.over(self, _limit()):
            super().commit()

    def rollback(self) -> None:
        with _watch.over(self, _limit()):
            super().rollback()


class Cursor(extensions.cursor):  # type: ignore[misc]  # psycopg2 has no types
    def execute(self, query: Any, *arguments: Any) -> None:
        seconds = HEALTH_CHECK if query == "SELECT 1" else _limit()
        with _watch.over(self.connection, seconds):
            super().execute(query, *arguments)

    def executemany(self, *arguments: Any) -> None:
        with _watch.over(self.connection, _limit()):
            super().executemany(*arguments)

    def copy_expert(self, *arguments: Any, **options: Any) -> None:
        with _watch.over(self.connection, _limit()):
            super().copy_expert(*arguments, **options)


def apply() -> None:
    """Limit the connections that this process opens from now on."""
    database = connections.settings["default"]
    if database["ENGINE"] != "django.db.backends.postgresql" or not _statement_timeout():
        return
    limits = {
        "statement_timeout": _statement_timeout(),
        "lock_timeout": settings.DATABASE_LOCK_TIMEOUT,
    }
    given = database["OPTIONS"].get("options", "")
    own = " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in limits.items())
    database["OPTIONS"] |= {
        "options": f"{own} {given}".strip(),
        "connection_factory": Connection,
        "cursor_factory": Cursor,
    }


def _statement_timeout() -> float:
    return float(settings.DATABASE_STATEMENT_TIMEOUT)


def _limit() -> float:
    return _statement_timeout() + GRACE
