"""Who set a case aside, and why: escalated it, or snoozed it."""

from collections.abc import Iterable

from django.utils import timezone

from moderation.models import Decision, ReviewItem

Action = Decision.Action


def is_snoozed(item: ReviewItem) -> bool:
    return item.deferred_until is not None and item.deferred_until > timezone.now()


def reasons(items: Iterable[ReviewItem]) -> dict[tuple[int, str], Decision]:
    """Return the newest escalation and the newest snooze of those open `items` that are set aside,
    by the comment's id and the action.

    Cases that are not set aside cost no query.
    """
    aside = {(item.comment_id, Action.DEFER.value) for item in items if is_snoozed(item)}
    aside |= {
        (item.comment_id, Action.ESCALATE.value)
        for item in items
        if item.queue == ReviewItem.Queue.ESCALATED
    }
    if not aside:
        return {}
    found = Decision.objects.not_undone().filter(
        comment__in={comment for comment, _ in aside}, action__in={action for _, action in aside}
    )
    newest = {(d.comment_id, d.action): d for d in found.select_related("moderator").order_by("pk")}
    return {key: newest[key] for key in aside if key in newest}
