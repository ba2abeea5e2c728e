"""How an endpoint does: it is paused once it has taken nothing for a day, and a person is told."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from articles import mail_setup
from moderation.models import WebhookEndpoint
from moderation.permissions import may_change_webhooks

logger = logging.getLogger(__name__)

PAUSED_AFTER = timedelta(days=1)


def note(endpoint: WebhookEndpoint, *, taken: bool) -> None:
    """Note how the endpoint does; pause it once it has taken nothing for a day."""
    own = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    if taken:
        own.exclude(failing_since=None).update(failing_since=None)
        return
    now = timezone.now()
    own.filter(failing_since=None).update(failing_since=now)
    active = own.filter(status=WebhookEndpoint.Status.ACTIVE)
    if active.filter(failing_since__lte=now - PAUSED_AFTER).update(
        status=WebhookEndpoint.Status.PAUSED
    ):
        _tell_of_pause(endpoint)


def _tell_of_pause(endpoint: WebhookEndpoint) -> None:
    """Tell who may resume it; /healthz says it too."""
    logger.error("The webhook endpoint %s is paused: it has taken nothing for a day", endpoint)
    told = [user.email for user in may_change_webhooks() if user.email]
    text = (
        f"{endpoint.url} has taken nothing for a day. Events wait for it and are not lost. "
        "Correct the address or the receiver, then resume the endpoint in the admin."
    )
    subject = f"{settings.SITE_NAME}: the webhook “{endpoint.name}” is paused"
    transaction.on_commit(lambda: _mail(subject, text, told))


def _mail(subject: str, text: str, told: list[str]) -> None:
    if not told or mail_setup.unset():
        return
    try:
        EmailMessage(subject, text, bcc=told).send()
    except (OSError, SMTPException) as error:
        logger.error("Nobody was told that a webhook is paused: %s", type(error).__name__)
