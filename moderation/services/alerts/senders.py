"""Sends messages as each kind of channel takes them.

Names, titles and texts come from readers and the paper: what a chat would take for a link, a
format or a mention in them is written so that it shows as it stands.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from articles import languages, mail_setup
from moderation.models import Delivery, WebhookEndpoint
from moderation.services.alerts.channels import MAILTO
from moderation.services.alerts.messages import Line, Message, message
from moderation.services.clients.webhooks import sending
from moderation.services.clients.webhooks.attempting import GivenUp
from moderation.services.clients.webhooks.delivering import Send
from moderation.services.clients.webhooks.sending import Answer, NotSent

Protocol = WebhookEndpoint.Protocol
# After so long a message is no news.
STALE = timedelta(hours=12)
DONE = 200
HEADERS = {"Content-Type": "application/json", "User-Agent": "Comity-Alerts/1"}
# What Markdown gives a meaning to.
_SPECIAL = re.compile(r"([\\`*_\[\]()<>#~|!])")
# Parts the sign of a mention from the name.
_PARTED = "@\N{ZERO WIDTH SPACE}"


def sender(send: Callable[[str, Message], Answer]) -> Send:
    """A sender of deliveries that makes the message and sends it by `send`."""

    def deliver(delivery: Delivery) -> Answer:
        if timezone.now() - delivery.event.occurred_at > STALE:
            raise GivenUp("It was not taken for half a day, and is no news any more.")
        with translation.override(languages.of_moderators()):
            with_text = delivery.endpoint.content == "text"
            told = message(delivery.event.data, with_text=with_text)
            if told is None:
                return Answer(DONE, "Nothing of it holds any more.")
            return send(delivery.endpoint.url, told)

    return deliver


def slack(url: str, told: Message) -> Answer:
    """As Slack's incoming webhooks take it."""
    lines = [_in_slack(line) for line in (told.head, *told.lines)]
    return _post(url, {"text": "\n".join(lines)})


def mattermost(url: str, told: Message) -> Answer:
    """As Mattermost's incoming webhooks take it."""
    lines = [_in_markdown(line) for line in (told.head, *told.lines)]
    return _post(url, {"text": "\n\n".join(lines)})


def teams(url: str, told: Message) -> Answer:
    """As the Workflows of Microsoft Teams take it: an adaptive card."""
    blocks = [
        {"type": "TextBlock", "text": _in_markdown(line), "wrap": True}
        for line in (told.head, *told.lines)
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [blocks[0] | {"weight": "bolder"}, *blocks[1:]],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return _post(url, {"type": "message", "attachments": [attachment]})


def email(url: str, told: Message) -> Answer:
    """To each address, which do not see each other."""
    if (missing := mail_setup.unset()) and not settings.DEMO:
        raise NotSent(f"E-mail is not set up: set {', '.join(missing)}.")
    parts = [(line.text, _cited(line), line.url) for line in (told.head, *told.lines)]
    text = "\n\n".join("\n".join(filter(None, part)) for part in parts)
    subject, addresses = " ".join(told.head.text.split()), url.removeprefix(MAILTO).split(",")
    try:
        EmailMessage(subject, text, bcc=addresses).send()
    except (OSError, SMTPException) as error:
        raise NotSent(f"The mail server did not take it: {type(error).__name__}") from None
    return Answer(DONE, "The mail server took it.")


SENDERS: Mapping[str, Send] = {
    Protocol.SLACK: sender(slack),
    Protocol.MATTERMOST: sender(mattermost),
    Protocol.TEAMS: sender(teams),
    Protocol.EMAIL: sender(email),
}


def _in_slack(line: Line) -> str:
    def plain(text: str) -> str:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return " ".join(escaped.replace("@", _PARTED).replace("|", "¦").split())

    text = f"<{line.url}|{plain(line.text)}>" if line.url else plain(line.text)
    return f"{text}\n> {plain(line.quoted)}" if line.quoted else text


def _in_markdown(line: Line) -> str:
    def plain(text: str) -> str:
        return " ".join(_SPECIAL.sub(r"\\\1", text).replace("@", _PARTED).split())

    text = f"[{plain(line.text)}]({line.url})" if line.url else plain(line.text)
    return f"{text}\n\n> {plain(line.quoted)}" if line.quoted else text


def _cited(line: Line) -> str:
    return "\n".join(f"> {row}" for row in line.quoted.splitlines())


def _post(url: str, body: dict[str, Any]) -> Answer:
    return sending.post(
        url, json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), HEADERS
    )
