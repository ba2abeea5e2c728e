"""What is done here about comments of other systems."""

from moderation.services.decisions import deciding
from moderation.services.decisions.concurrency import version_token_of
from tests.factories import make_moderator


def open_cases_of(comment):
    return list(comment.review_items.open().values_list("queue", flat=True))


def decide(comment, action, moderator=None, **fields):
    return deciding.decide(
        comment=comment,
        moderator=moderator or make_moderator(),
        action=action,
        version_token=version_token_of(comment),
        **fields,
    )
