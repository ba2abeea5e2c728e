"""What a web process does before it takes requests."""

import os
import sys
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

Application = TypeVar("Application")

# Servers such as gunicorn take this code for "cannot start", and do not try again.
CANNOT_START = 3


def started(make: Callable[[], Application]) -> Application:
    """The application, ready to answer; ends the process where the settings are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        application = make()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(CANNOT_START)
    _prepare()
    return application


def _prepare() -> None:
    from config import database_limits  # noqa: PLC0415 -- needs the settings
    from moderation.services.judging import fallback  # noqa: PLC0415 -- models need the application

    database_limits.apply()
    fallback.warm_up()
