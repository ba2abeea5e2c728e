"""Sends the links that prove addresses."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import confirming, emails, limits, site_url
from articles.addresses import email_key
from articles.emails import Outcome
from articles.models import EmailProof

DAY = timedelta(days=1)
# Per mailbox, so that nobody floods it by giving its address.
LINKS_PER_DAY = 3


def due() -> QuerySet[EmailProof]:
    """The links that were asked for and not sent yet."""
    asked_since = timezone.now() - confirming.LINK_LASTS
    return EmailProof.objects.filter(
        emailed_at=None, passed_over_at=None, confirmed_at=None, asked_at__gte=asked_since
    )


def send_due(*, limit: int = 1000) -> int:
    """Send the links that are due, and return how many; the caller checks the set-up."""
    connection = get_connection()
    return sum(_send(proof, connection) for proof in due().order_by("pk")[:limit])


def _send(proof: EmailProof, connection: BaseEmailBackend) -> bool:
    """Claim `proof`, then send it, so that concurrent runs do not send it twice."""
    row = EmailProof.objects.filter(pk=proof.pk)
    if not row.filter(emailed_at=None, passed_over_at=None).update(emailed_at=timezone.now()):
        return False
    mailbox = email_key(proof.email)
    if not limits.allows("confirmation e-mails", mailbox, most=LINKS_PER_DAY, within=DAY):
        row.update(emailed_at=None, passed_over_at=timezone.now())
        return False
    message = message_of(proof, connection)
    outcome = emails.send(message, f"E-mail proof {proof.pk} could not be sent")
    if outcome is not Outcome.SENT:
        given_up_at = timezone.now() if outcome is Outcome.REFUSED else None
        row.update(emailed_at=None, passed_over_at=given_up_at)
    return outcome is Outcome.SENT


def message_of(proof: EmailProof, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail; it has nothing that whoever gave the address wrote."""
    path = reverse("articles:confirm_email", args=[confirming.token_of(proof)])
    context = {"url": site_url.whole(path), "site_name": settings.SITE_NAME}
    with translation.override(proof.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_("%(site)s: confirm your e-mail address") % {"site": settings.SITE_NAME},
            body=render_to_string("articles/confirm_email.txt", context),
            to=[proof.email],
            connection=connection,
        )
