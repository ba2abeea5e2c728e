"""What is wrong with a connection, in plain words."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from moderation.models import Delivery, WordPressConnection
from moderation.services.connections import joining
from moderation.services.connections.wordpress import client
from moderation.services.connections.wordpress.client import WordPressError

NEEDED = ("moderate_comments", "edit_others_posts", "edit_others_pages")
LATE = timedelta(minutes=10)


def problems(connection: WordPressConnection) -> list[str]:
    """What to do before the connection works; empty if nothing is wrong."""
    return [*_of_status(connection), *_of_account(connection), *_of_reading(connection)]


def _of_status(connection: WordPressConnection) -> Iterator[str]:
    endpoint = connection.endpoint
    yield from joining.problems(endpoint, system="WordPress", command="connect_wordpress")
    if not endpoint.url.startswith("https://"):
        yield "Its address is not https://: whoever is on the way can read the password."


def _of_account(connection: WordPressConnection) -> Iterator[str]:
    try:
        user = client.user(connection)
    except WordPressError as error:
        yield str(error)
        return
    if missing := [own for own in NEEDED if not user.capabilities.get(own)]:
        yield (
            f"{user.name} may not {', '.join(missing)} in WordPress: give the account the role "
            "Editor."
        )


def _of_reading(connection: WordPressConnection) -> Iterator[str]:
    if connection.answer:
        yield f"The last reading failed: {connection.answer}"
    elif connection.next_at < timezone.now() - LATE:
        yield "It is not being read. Run all the time: connect_wordpress run"
    deliveries = Delivery.objects.filter(endpoint=connection.endpoint)
    if failed := deliveries.filter(status=Delivery.Status.FAILED).count():
        yield f"Decisions that were given up: {failed}. The log of deliveries says why."
