"""The database as one file, with its digest beside it."""

import hashlib
import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

SUFFIXES = {"postgresql": ".dump", "sqlite": ".sqlite3"}


def write(folder: Path) -> Path:
    """Back the database up into a new file of `folder`, while the site runs on.

    The file appears when it is complete.  Raises CommandError.
    """
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    path = folder / f"comity-{moment}{SUFFIXES[connection.vendor]}"
    unfinished = path.with_name(f".{path.name}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.touch(mode=0o600)
        _dump(unfinished)
        _digest_file(path).write_text(f"{_digest(unfinished)}  {path.name}\n")
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def keep(folder: Path, number: int) -> None:
    """Delete all but the newest `number` backups of `folder`."""
    backups = sorted(folder.glob(f"comity-*{SUFFIXES[connection.vendor]}"))
    for old in backups[:-number]:
        _digest_file(old).unlink(missing_ok=True)
        old.unlink()


def restore(path: Path) -> None:
    """Fill an empty database from the backup `path`.  Raises CommandError."""
    _verify(path)
    if path.suffix != SUFFIXES[connection.vendor]:
        raise CommandError(f"{path} is of another kind of database than DATABASE_URL names.")
    if connection.introspection.table_names():
        raise CommandError(
            f"The database {connection.settings_dict['NAME']!r} is not empty. Make an empty one, "
            "or name one in DATABASE_URL; docs/production.md has the lines."
        )
    if connection.vendor == "postgresql":
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(path))
        return
    connection.close()
    with closing(sqlite3.connect(path)) as source, closing(_own_file()) as target:
        source.backup(target)


def _dump(path: Path) -> None:
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}")
        return
    with closing(_own_file()) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
        (found,) = target.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise CommandError(f"The database is damaged: {found}. Nothing was written.")


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


def _verify(path: Path) -> None:
    try:
        expected = _digest_file(path).read_text().split()[0]
        found = _digest(path)
    except (OSError, IndexError) as error:
        raise CommandError(
            f"Cannot read {path} and {_digest_file(path).name}, which belong together."
        ) from error
    if found != expected:
        raise CommandError(
            f"{path} is damaged: its SHA-256 is not the one beside it. Nothing was restored."
        )


def _digest_file(path: Path) -> Path:
    """Beside it, as `sha256sum --check` reads it."""
    return path.with_name(f"{path.name}.sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
