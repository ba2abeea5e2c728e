"""Tells other systems, and moderators, what happened here, and works what was sent."""

from collections.abc import Mapping

from moderation.models import WebhookEndpoint
from moderation.services.alerts import senders, telling
from moderation.services.clients.webhooks import delivering
from moderation.services.clients.webhooks.delivering import Send
from moderation.services.connections import akismet
from moderation.services.connections.akismet import spam_checks, teaching
from moderation.services.connections.coral import decisions, inbox
from moderation.services.events import distributing

SENDERS: Mapping[str, Send] = {
    **delivering.WEBHOOKS,
    **senders.SENDERS,
    WebhookEndpoint.Protocol.CORAL: decisions.send,
    WebhookEndpoint.Protocol.AKISMET: teaching.send,
}


def exchange() -> int:
    """Deliver and work what is due; return how many events were taken or worked."""
    telling.tell_due()
    teaching.keep_endpoint()
    if akismet.is_on():
        spam_checks.ask_again()
    return delivering.deliver_due(SENDERS) + inbox.work_due()


def forget_old() -> None:
    """Delete what was sent, told and worked long ago."""
    distributing.forget_old()
    inbox.forget_old()
    telling.forget_old()
