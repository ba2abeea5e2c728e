"""What the commands that connect other systems have in common."""

import sys
from getpass import getpass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import URLValidator
from django.db.models import Model

Connection = TypeVar("Connection", bound=Model)


def check_address(url: str) -> None:
    """Raises CommandError if `url` is no address of a site."""
    try:
        URLValidator(["http", "https"])(url)
    except ValidationError:
        raise CommandError(f"{url!r} is no address. It begins with https://.") from None


def taken(name: str) -> CommandError:
    return CommandError(
        f"There is an endpoint or a connection {name!r} already. Choose another name."
    )


def named(model: type[Connection], name: str, *, command: str) -> Connection:
    """Raises CommandError if there is no connection of this name."""
    connections = model._default_manager.select_related("endpoint")
    found = connections.filter(endpoint__name=name).first()
    if found is None:
        raise CommandError(f"There is no connection {name!r}. To see all, run: {command} list")
    return found


def asked_for(prompt: str) -> str:
    """A secret, which does not belong into the command line, where others see it."""
    given = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip():
        raise CommandError("Nothing was given. Give it when asked, or on standard input.")
    return given.strip()
