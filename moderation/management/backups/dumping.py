"""The database written into a file, and read from it, by its own program."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

SUFFIXES = {"postgresql": ".dump", "sqlite": ".sqlite3"}


def suffix() -> str:
    """What the names of this database's backups end with."""
    return SUFFIXES[connection.vendor]


def dump(path: Path) -> None:
    """Write the database into `path`, as it is at one moment.  Raises CommandError."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}")
        return
    with closing(_own_file()) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        (found,) = target.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise CommandError(f"The database is damaged: {found}. Nothing was written.")


def load(path: Path) -> None:
    """Fill the database, which is empty, from `path`.  Raises CommandError."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(path))
        return
    connection.close()
    with closing(sqlite3.connect(path)) as source, closing(_own_file()) as target:
        source.backup(target)


def refuse_unless_empty() -> None:
    if connection.introspection.table_names():
        raise CommandError(
            f"The database {connection.settings_dict['NAME']!r} is not empty. Make an empty one, "
            "or name one in DATABASE_URL; docs/production.md has the lines."
        )


def _own_file() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"])


def _run(program: str, *options: str) -> None:
    """Run a program of PostgreSQL with the address and password of the site's database."""
    address = {**connection.settings_dict, "OPTIONS": {}}
    (_, *where), given = DatabaseClient.settings_to_cmd_args_env(address, [])
    *where, name = where
    command = [program, *where, f"--dbname={name}", *options]
    environment = {**os.environ, **(given or {})}
    try:
        done = subprocess.run(  # noqa: S603 -- the address is a setting
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise CommandError(
            f"{program} is missing. Install: apt-get install postgresql-client"
        ) from None
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()}")
