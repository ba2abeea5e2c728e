"""Akismet, a service that tells spam from other comments: asked about new ones, told of decisions.

Only where the site has a key, AKISMET_KEY.
"""

from django.conf import settings


def is_on() -> bool:
    return bool(settings.AKISMET_KEY)
