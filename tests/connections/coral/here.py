"""How Coral's comments stand here, and what is done about them."""

from django.utils import timezone

from articles.models import Comment
from moderation.models import CoralEvent, Delivery
from moderation.services.connections import exchange
from tests.connections.here import open_cases_of

RUDE, VILE = "You. [personal_attack 0.6]", "You. [personal_attack 0.9]"


def here(remote):
    """The comment as it is stored here."""
    return Comment.objects.get(source_id=f"coral:{remote['id']}")


def open_cases(remote):
    return open_cases_of(here(remote))


def when_due():
    Delivery.objects.waiting().update(next_at=timezone.now())
    CoralEvent.objects.update(next_at=timezone.now())


def settle(coral):
    """Send and work everything, also what Coral tells because of that."""
    exchange.exchange()
    coral.tell()
    exchange.exchange()
