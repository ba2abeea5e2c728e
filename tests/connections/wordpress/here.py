"""How WordPress's comments stand here, and what is done about them."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Comment
from moderation.models import Delivery, WordPressConnection
from moderation.services.connections.wordpress import exchange
from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator

FINE, RUDE, VILE = "Thanks.", "You. [personal_attack 0.6]", "You. [personal_attack 0.9]"


def here(remote):
    """The comment as it is stored here."""
    return Comment.objects.get(source_id=f"wordpress:{remote['id']}")


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
    """Let the time of every next reading and attempt come."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.waiting().update(next_at=past)
    WordPressConnection.objects.update(next_at=past)


def settle():
    """Read and send everything."""
    when_due()
    return exchange.exchange()
