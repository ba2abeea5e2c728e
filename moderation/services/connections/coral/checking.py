"""What is wrong with a connection, in plain words."""

from collections.abc import Iterator
from shlex import quote

from moderation.models import CoralConnection, CoralEvent, CoralSecret
from moderation.services.connections import joining
from moderation.services.connections.coral import client
from moderation.services.connections.coral.client import CoralError

ADMINISTRATOR = "ADMIN"


def problems(connection: CoralConnection) -> list[str]:
    """What to do before the connection works; empty if nothing is wrong."""
    return [*_of_status(connection), *_of_token(connection), *_of_secrets(connection)]


def _of_status(connection: CoralConnection) -> Iterator[str]:
    yield from joining.problems(connection.endpoint, system="Coral", command="connect_coral")
    if failed := connection.events.filter(status=CoralEvent.Status.FAILED).count():
        yield f"Events that were given up: {failed}. The admin says why, under Coral events."


def _of_token(connection: CoralConnection) -> Iterator[str]:
    try:
        viewer = client.viewer(connection)
    except CoralError as error:
        yield str(error)
        return
    if viewer.role != ADMINISTRATOR:
        yield (
            f"The token belongs to {viewer.username}, who is {viewer.role or 'without a role'} in "
            "Coral: make one as an administrator."
        )


def _of_secrets(connection: CoralConnection) -> Iterator[str]:
    name = quote(connection.endpoint.name)
    for purpose in CoralSecret.Purpose:
        if not connection.secrets.filter(purpose=purpose).exists():
            yield (
                f"The signing secret of the {purpose.label.lower()} is missing: "
                f"connect_coral secret {name} {purpose.value}"
            )
