"""What this machine has: settings, the permissions of files, space on its disks."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core import checks

from config import environment
from moderation.management.diagnosis.finding import Finding, State

LEAST_SPACE = 1_000_000_000  # bytes


def _settings() -> Iterator[Finding]:
    """What `check --deploy` says."""
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=True)
        if not message.is_silenced()
    ]
    for message in found:
        state = State.ERROR if message.level >= checks.ERROR else State.WARNING
        yield Finding("settings", state, str(message.msg), str(message.hint or "See settings.md."))
    if not found:
        yield Finding("settings", State.OK, "Nothing is wrong with them.")


def _file_of_settings() -> Iterator[Finding]:
    for file in (settings.BASE_DIR / ".env", environment.SITE_WIDE):
        if not file.exists():
            continue
        if file.stat().st_mode & stat.S_IRWXO:
            told, step = f"Everybody on this machine may read {file}.", f"Run: chmod 640 {file}"
            yield Finding("settings", State.ERROR, told, step)
        else:
            yield Finding("settings", State.OK, f"They come from {file}.")
        return


def _file_of_database() -> Iterator[Finding]:
    path = _sqlite()
    if path and path.exists() and path.stat().st_mode & stat.S_IRWXO:
        told, step = f"Everybody on this machine may read {path}.", f"Run: chmod 600 {path}"
        yield Finding("database", State.WARNING, told, step)


def _disk() -> Iterator[Finding]:
    """The disks of temporary files, uploads among them, and of an SQLite database."""
    places = [Path(tempfile.gettempdir())]
    if path := _sqlite():
        places.append(path.parent)
    for place in places:
        if not place.exists():
            continue
        free = shutil.disk_usage(place).free
        told = f"{free / 1e9:.1f} GB are free in {place}."
        if free < LEAST_SPACE:
            yield Finding("disk", State.WARNING, told, "Free some disk space.")
        else:
            yield Finding("disk", State.OK, told)


def _sqlite() -> Path | None:
    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None


LOOKS = (_settings, _file_of_settings, _file_of_database, _disk)
