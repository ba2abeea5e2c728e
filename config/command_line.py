"""How a command ends that cannot go on: one sentence, the next step, and an exit code."""

import errno
import os
import sys
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError

FAILED = 1
# As a shell has it: 128 and the number of the signal.
INTERRUPTED = 130
CLOSED_PIPE = 141

# Error codes of PostgreSQL.
DISK_FULL = "53100"
UNDEFINED = ("42P01", "42703")  # a table, a column
OUR_FAULTS = (DataError, IntegrityError, ProgrammingError)


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name, and give its exit code.

    With --traceback, errors are raised as they are.
    """
    try:
        execute_from_command_line(arguments)
    except KeyboardInterrupt:
        return _ended("\nStopped. What was stored stays stored.", INTERRUPTED)
    except BrokenPipeError:
        # Whoever reads the output has enough of it, as `head` has.  Nothing can be flushed.
        os._exit(CLOSED_PIPE)
    except (ImproperlyConfigured, DatabaseError, InterfaceError, OSError) as error:
        told = explained(error)
        if told is None or "--traceback" in arguments:
            raise
        return _ended(told, FAILED)
    return 0


def explained(error: Exception) -> str | None:
    """What is wrong and what to do; None where the program is at fault."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return "The disk is full. Free some space and run the command again." if full else None
    return _of_database(error)


def _of_database(error: Exception) -> str | None:
    cause = str(error).strip()
    code = getattr(error.__cause__, "pgcode", None)
    if code in UNDEFINED or cause.startswith(("no such table", "no such column")):
        return f"{cause}\nThe database is not up to date. Run: python manage.py migrate"
    if isinstance(error, OUR_FAULTS):
        return None
    return f"{cause}\n{_next_step(code)}"


def _next_step(code: str | None) -> str:
    database = settings.DATABASES["default"]
    name = database["NAME"]
    if code == DISK_FULL:
        return f"Free some disk space for the database {name!r} and run the command again."
    if database["ENGINE"].endswith("sqlite3"):
        return (
            f"Check that {name} is a database that this user can write, as well as its folder, "
            "and that the disk has space."
        )
    return f"Check that the database {name!r} of DATABASE_URL is running and accepts this user."


def _ended(told: str, code: int) -> int:
    with suppress(BrokenPipeError):
        sys.stderr.write(f"{told}\n")
    return code
