"""Log entries for steps that do not change the status of a comment."""

from uuid import UUID

from django.contrib.auth.models import User

from articles.models import Comment
from moderation.models import Decision, ReviewItem
from moderation.services.events import recording


def record(
    *,
    comment: Comment,
    moderator: User,
    action: Decision.Action,
    reason: str,
    item: ReviewItem | None = None,
    batch: UUID | None = None,
) -> Decision:
    """Log a step that does not change the status of `comment`, which the caller has locked."""
    decision = Decision.objects.create(
        comment=comment,
        action=action,
        note=reason,
        moderator=moderator,
        review_item=item,
        batch=batch,
        status_before=comment.status,
        status_after=comment.status,
    )
    recording.record_decisions([decision])
    return decision
