"""Notices to the authors of comments that a verdict hides."""

from collections.abc import Mapping, Sequence

from articles.models import Comment
from moderation.models import Decision, Verdict
from moderation.services.judging.outcomes import Outcome
from moderation.services.readers import notices


def notify_authors(
    outcomes: Sequence[Outcome], removals: Sequence[Decision], hidden: Mapping[int, Comment]
) -> None:
    """Notify the authors of comments that were posted here, not of imported ones."""
    notices.notify_of_decisions(d for d in removals if d.comment.source_id is None)
    notices.notify_of_holds(
        {
            hidden[outcome.comment.pk]: (outcome.policy_version, outcome.findings)
            for outcome in outcomes
            if outcome.verdict == Verdict.HOLD and hidden[outcome.comment.pk].source_id is None
        }
    )
