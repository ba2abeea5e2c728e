"""How WordPress's comments stand here, and what is done about them."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Comment
from moderation.models import Delivery, WordPressConnection
from moderation.services.connections.wordpress import exchange
from tests.connections.here import open_cases_of

FINE, RUDE, VILE = "Thanks.", "You. [personal_attack 0.6]", "You. [personal_attack 0.9]"


def here(remote):
    """The comment as it is stored here."""
    return Comment.objects.get(source_id=f"wordpress:{remote['id']}")


def open_cases(remote):
    return open_cases_of(here(remote))


def when_due():
    """Let the time of every next reading and attempt come."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.waiting().update(next_at=past)
    WordPressConnection.objects.update(next_at=past)


def settle():
    """Read and send everything."""
    when_due()
    return exchange.exchange()
