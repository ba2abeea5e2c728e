"""Sends the links that prove addresses."""

import logging
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import confirming, limits
from articles.addresses import email_key
from articles.mail_failures import FAILURES, is_permanent
from articles.models import EmailProof

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
# Per mailbox, so that nobody floods it by giving its address.
LINKS_PER_DAY = 3


def send_due(*, limit: int = 1000) -> int:
    """Send the links that were asked for, and return how many; the caller checks the set-up."""
    asked_since = timezone.now() - confirming.LINK_LASTS
    due = EmailProof.objects.filter(
        emailed_at=None, passed_over_at=None, confirmed_at=None, asked_at__gte=asked_since
    )
    connection = get_connection()
    return sum(_send(proof, connection) for proof in due.order_by("pk")[:limit])


def _send(proof: EmailProof, connection: BaseEmailBackend) -> bool:
    """Claim `proof`, then send it, so that concurrent runs do not send it twice."""
    row = EmailProof.objects.filter(pk=proof.pk)
    if not row.filter(emailed_at=None, passed_over_at=None).update(emailed_at=timezone.now()):
        return False
    mailbox = email_key(proof.email)
    if not limits.allows("confirmation e-mails", mailbox, most=LINKS_PER_DAY, within=DAY):
        row.update(emailed_at=None, passed_over_at=timezone.now())
        return False
    try:
        message_of(proof, connection).send()
    except FAILURES as error:
        # The error's message may contain the address.
        logger.error("E-mail proof %d could not be sent: %s", proof.pk, type(error).__name__)
        row.update(emailed_at=None, passed_over_at=timezone.now() if is_permanent(error) else None)
        return False
    return True


def message_of(proof: EmailProof, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail; it has nothing that whoever gave the address wrote."""
    path = reverse("articles:confirm_email", args=[confirming.token_of(proof)])
    context = {"url": urljoin(settings.SITE_URL, path), "site_name": settings.SITE_NAME}
    with translation.override(proof.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("%(site)s: confirm your e-mail address") % {"site": settings.SITE_NAME},
            body=render_to_string("articles/confirm_email.txt", context),
            to=[proof.email],
            connection=connection,
        )
