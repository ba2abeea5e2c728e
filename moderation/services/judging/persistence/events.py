"""Events of what a verdict changed."""

from collections.abc import Sequence

from articles.models import Comment
from moderation.models import Decision, Notice, WebhookEndpoint
from moderation.services.events import recording
from moderation.services.judging.outcomes import Outcome, Readable
from moderation.services.readers import replies


def record_events(
    outcomes: Sequence[Outcome], removals: Sequence[Decision], held: Sequence[Notice]
) -> None:
    """Tell of comments whose status changed, and of new ones that stay held.

    Not of imported ones, whose site knows of them, unless that site is connected and is to follow.
    """
    changed = [outcome for outcome in outcomes if outcome.status != outcome.status_before]
    silent = _imported([outcome.comment for outcome in changed])
    recording.record_decisions(d for d in removals if d.comment_id not in silent)
    told = {decision.comment_id for decision in removals} | silent
    statuses = {outcome.comment.pk: outcome.status for outcome in changed}
    stay_held = {notice.comment_id: Comment.Status.HELD for notice in held if notice.comment_id}
    if shown := [own.comment.pk for own in changed if _is_shown_here(own)]:
        replies.notify(shown)
    recording.record(
        recording.of_status(pk, status)
        for pk, status in sorted((stay_held | statuses).items())
        if pk not in told
    )


def _is_shown_here(outcome: Outcome) -> bool:
    return outcome.status == Comment.Status.PUBLISHED and outcome.comment.source_id is None


def _imported(comments: Sequence[Readable]) -> set[int]:
    """Which of `comments` came from a source that is not connected."""
    sources = {comment.pk: comment.source_id for comment in comments if comment.source_id}
    if not sources:
        return set()
    connected = set(WebhookEndpoint.objects.exclude(source="").values_list("source", flat=True))
    return {pk for pk, source in sources.items() if source.partition(":")[0] not in connected}
