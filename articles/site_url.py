"""Whole addresses of this site's pages, for what is read elsewhere: e-mails, messages."""

from urllib.parse import urljoin

from django.conf import settings


def whole(path: str) -> str:
    return str(urljoin(settings.SITE_URL, path))
