"""Messages at the desk that offer to take back what they tell of."""

from django import template
from django.contrib.messages.storage.base import Message

from moderation.services.decisions.batches import UNDO_TAG

register = template.Library()


@register.filter
def undoable(message: Message) -> str:
    """The id of the batch that `message` tells of; empty where it tells of something else."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO_TAG) for tag in tags if tag.startswith(UNDO_TAG)), "")
