"""Readers who give an address on their own page: how often they may."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import confirming, limits
from articles.addresses import network_key
from articles.limits import RateLimited
from articles.models import Author

HOUR = timedelta(hours=1)
BY_READER = 5
BY_NETWORK = 20


def ask(request: HttpRequest, author: Author, email: str) -> None:
    """Have a link sent to `email`.  Raises RateLimited.

    The answer is the same whoever else has the address.
    """
    counts = (
        ("address by reader", str(author.pk), BY_READER),
        ("address by network", network_key(request), BY_NETWORK),
    )
    for name, key, most in counts:
        if not limits.allows(name, key, most=most, within=HOUR):
            told = _("You gave several addresses already. Please try again in an hour.")
            raise RateLimited(told, wait=HOUR)
    confirming.ask(email=email, author=author)
