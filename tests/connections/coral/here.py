"""How Coral's comments stand here, and what is done about them."""

from django.utils import timezone

from articles.models import Comment
from moderation.models import CoralEvent, Delivery
from moderation.services.connections import exchange
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator

RUDE, VILE = "You. [personal_attack 0.6]", "You. [personal_attack 0.9]"


def here(remote):
    """The comment as it is stored here."""
    return Comment.objects.get(source_id=f"coral:{remote['id']}")


def open_cases(remote):
    return list(here(remote).review_items.open().values_list("queue", flat=True))


def decide(comment, action, moderator=None, **fields):
    return deciding.decide(
        comment=comment,
        moderator=moderator or make_moderator(),
        action=action,
        version_token=version_token_of(comment),
        **fields,
    )


def when_due():
    Delivery.objects.waiting().update(next_at=timezone.now())
    CoralEvent.objects.update(next_at=timezone.now())


def settle(coral):
    """Send and work everything, also what Coral tells because of that."""
    exchange.exchange()
    coral.tell()
    exchange.exchange()
