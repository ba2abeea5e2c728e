"""Notices to the authors of comments that a verdict hides."""

from collections.abc import Mapping, Sequence

from articles.models import Comment
from moderation.models import Decision, Notice, Verdict
from moderation.services.judging.outcomes import Outcome
from moderation.services.readers import notices


def notify_authors(
    outcomes: Sequence[Outcome], removals: Sequence[Decision], hidden: Mapping[int, Comment]
) -> list[Notice]:
    """Notify the authors of comments that were posted here, not of imported ones.

    Returns the notices of comments that are held.
    """
    notices.notify_of_decisions(d for d in removals if d.comment.source_id is None)
    return notices.notify_of_holds(
        {
            hidden[outcome.comment.pk]: (outcome.policy_version, outcome.findings)
            for outcome in outcomes
            if outcome.verdict == Verdict.HOLD and hidden[outcome.comment.pk].source_id is None
        }
    )
