"""How often an author gets e-mails, and the link in each of them that ends them (RFC 8058)."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from articles import reader_links
from articles.models import Author
from articles.reader_links import Purpose


def choose(*, author: Author, mailing: str) -> None:
    """Raises ValueError if `mailing` is none of `Author.Mailing`."""
    Author.objects.filter(pk=author.pk).update(mailing=Author.Mailing(mailing))


def link(author: Author) -> str:
    """The address of the page where the author chooses, which needs no login."""
    token = reader_links.token_for(author, Purpose.MAILING)
    return str(urljoin(settings.SITE_URL, reverse("discussion:mailing", args=[token])))


def headers(author: Author) -> dict[str, str]:
    """What mail programs show a button for."""
    return {
        "List-Unsubscribe": f"<{link(author)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
