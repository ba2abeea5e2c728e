"""Reads what is new in connected WordPress sites, and sends them what was decided here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from moderation.models import WebhookEndpoint
from moderation.services.clients.webhooks import delivering
from moderation.services.clients.webhooks.delivering import Send
from moderation.services.connections.wordpress import decisions, reading

SENDERS: Mapping[str, Send] = {WebhookEndpoint.Protocol.WORDPRESS: decisions.send}


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How many comments were filed, and how many events worked."""

    filed: int
    sent: int


def exchange(every: timedelta = reading.EVERY) -> Exchanged:
    """Read and send what is due."""
    return Exchanged(reading.read_due(every), delivering.deliver_due(SENDERS))
