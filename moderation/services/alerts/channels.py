"""Channels: stored, removed, and tried."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import AlertChannel, EventKind, PolicyVersion, WebhookEndpoint
from moderation.services.alerts import outgoing
from moderation.services.clients.webhooks import endpoints

Protocol = WebhookEndpoint.Protocol
PROTOCOLS = (Protocol.SLACK, Protocol.MATTERMOST, Protocol.TEAMS, Protocol.EMAIL)
MAILTO = "mailto:"


@transaction.atomic
def store(
    *, channel: AlertChannel, name: str, protocol: str, address: str, content: str = "ids"
) -> None:
    """Store a channel, new or known, which gets its messages at `address`: that of an incoming
    webhook, or e-mail addresses separated by commas.

    Raises ValidationError if the address is none, and IntegrityError if the name is taken.
    """
    url = _url(protocol, address)
    if channel.endpoint_id is None:
        channel.endpoint = endpoints.create(name=name, url=url, kinds=[EventKind.ALERT])
    endpoint = channel.endpoint
    endpoint.name, endpoint.url, endpoint.protocol, endpoint.content = name, url, protocol, content
    endpoint.kinds = [EventKind.ALERT.value]
    endpoint.save(update_fields=["name", "url", "protocol", "content", "kinds"])
    channel.save()


@transaction.atomic
def remove(*, channel: AlertChannel) -> None:
    channel.endpoint.delete()


def try_out(*, channel: AlertChannel) -> None:
    """Send a message that says that messages arrive."""
    outgoing.send_later(channel, {"test": True})


def address_of(channel: AlertChannel) -> str:
    return channel.endpoint.url.removeprefix(MAILTO)


def quotes_in_force() -> list[str]:
    """The rules that a channel may be told of, in the words of the policies in force."""
    versions: Iterable[PolicyVersion] = PolicyVersion.objects.in_force()
    quotes = [clause.quote for version in versions for clause in version.clauses.all()]
    return list(dict.fromkeys(quotes))


def check_address(protocol: str, address: str) -> None:
    """Raise ValidationError if messages of this kind cannot be sent to `address`."""
    _url(protocol, address)


def _url(protocol: str, address: str) -> str:
    if protocol != Protocol.EMAIL:
        URLValidator(["http", "https"])(address)
        return address
    found = [one.strip() for one in address.split(",") if one.strip()]
    for one in found:
        validate_email(one)
    if not found:
        raise ValidationError(_("Give at least one e-mail address."))
    return MAILTO + ",".join(found)
