"""Events of what a verdict changed."""

from collections.abc import Sequence

from articles.models import Comment
from moderation.models import Decision, Notice
from moderation.services.events import recording
from moderation.services.judging.outcomes import Outcome
from moderation.services.readers import replies


def record_events(
    outcomes: Sequence[Outcome], removals: Sequence[Decision], held: Sequence[Notice]
) -> None:
    """Tell of comments whose status changed, and of new ones that stay held.

    Not of imported ones, whose site knows of them.
    """
    recording.record_decisions(d for d in removals if d.comment.source_id is None)
    told = {decision.comment_id for decision in removals}
    changed = {
        outcome.comment.pk: outcome.status
        for outcome in outcomes
        if outcome.status != outcome.status_before and outcome.comment.source_id is None
    }
    stay_held = {notice.comment_id: Comment.Status.HELD for notice in held if notice.comment_id}
    if shown := [pk for pk, status in changed.items() if status == Comment.Status.PUBLISHED]:
        replies.notify(shown)
    recording.record(
        recording.of_status(pk, status)
        for pk, status in sorted((stay_held | changed).items())
        if pk not in told
    )
