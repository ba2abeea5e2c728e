"""What every connection consists of: an endpoint that decisions go to, and who decides there."""

from collections.abc import Iterator, Sequence
from shlex import quote
from typing import Protocol

from django.contrib.auth.models import User

from moderation.models import EventKind, WebhookEndpoint
from moderation.services.clients.webhooks import endpoints


class Connection(Protocol):
    endpoint: WebhookEndpoint


def create(
    *,
    system: str,
    name: str,
    url: str,
    protocol: WebhookEndpoint.Protocol,
    source: str,
    kinds: Sequence[EventKind],
) -> tuple[WebhookEndpoint, User]:
    """Create the endpoint and the inactive account that decisions made there are recorded for.

    Raises IntegrityError if there is one of this name.
    """
    endpoint = endpoints.create(name=name, url=url.rstrip("/"), kinds=kinds)
    endpoint.protocol, endpoint.source = protocol, source
    endpoint.save(update_fields=["protocol", "source"])
    return endpoint, User.objects.create_user(username=f"{system}: {name}", is_active=False)


def remove(*, connection: Connection) -> None:
    """End a connection, with what waits for it; its comments and decisions stay."""
    connection.endpoint.delete()


def problems(endpoint: WebhookEndpoint, *, system: str, command: str) -> Iterator[str]:
    """Why nothing is sent, and what to do."""
    resume = f"{command} resume {quote(endpoint.name)}"
    if endpoint.status == WebhookEndpoint.Status.OFF:
        yield f"It is paused: {resume}."
    elif endpoint.status == WebhookEndpoint.Status.PAUSED:
        yield (
            f"{system} has answered nothing for a day, so that decisions wait. Once the rest is "
            f"mended: {resume}."
        )
