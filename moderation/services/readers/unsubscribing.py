"""How often an author gets e-mails, and the link in each of them that ends them (RFC 8058)."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from articles import reader_links, site_url
from articles.models import Author
from articles.reader_links import Purpose


def choose(*, author: Author, mailing: str) -> None:
    """Raises ValueError if `mailing` is none of `Author.Mailing`."""
    Author.objects.filter(pk=author.pk).update(mailing=Author.Mailing(mailing))


def link(author: Author) -> str:
    """The address of the page where the author chooses, which needs no login."""
    token = reader_links.token_for(author, Purpose.MAILING)
    return site_url.whole(reverse("discussion:mailing", args=[token]))


def message(
    author: Author,
    heading: str,
    template: str,
    context: dict[str, Any],
    connection: BaseEmailBackend | None,
) -> EmailMessage:
    """An e-mail to the author, with the link in its text and for the button of mail programs."""
    ends_at = link(author)
    context = {**context, "mailing_url": ends_at, "site_name": settings.SITE_NAME}
    return EmailMessage(
        subject=f"{settings.SITE_NAME}: {heading}",
        body=render_to_string(template, context),
        to=[author.email],
        headers={
            "List-Unsubscribe": f"<{ends_at}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        connection=connection,
    )
