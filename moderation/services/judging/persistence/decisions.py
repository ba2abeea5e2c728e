"""Decisions: a person's stands, and a removal by the classifier is one too."""

from collections.abc import Mapping, Sequence

from articles.models import Comment
from moderation.models import Decision, Finding, Verdict
from moderation.services.judging.outcomes import Outcome
from moderation.services.judging.persistence.lookup import among


def decided_by_a_person(comment_ids: Sequence[int]) -> set[int]:
    """Which of the comments a person decided since they were last edited."""
    decided = Decision.objects.standing().by_people().of_current_text()
    return set(decided.filter(**among("comment", comment_ids)).values_list("comment_id", flat=True))


def mark_decided(outcomes: Sequence[Outcome]) -> None:
    """Mark the outcomes that change nothing because a person's decision stands."""
    decided = decided_by_a_person([outcome.comment.pk for outcome in outcomes])
    for outcome in outcomes:
        outcome.decided = outcome.comment.pk in decided


def store_removals(outcomes: Sequence[Outcome], hidden: Mapping[int, Comment]) -> list[Decision]:
    """Store a decision without a moderator for each comment that the verdict removes."""
    return Decision.objects.bulk_create(
        Decision(
            comment=hidden[outcome.comment.pk],
            action=Decision.Action.REMOVE,
            clause=_removing(outcome).clause,
            release=outcome.release,
            policy_version=outcome.policy_version,
            scores_seen=outcome.scores,
            status_before=outcome.status_before,
            status_after=outcome.status,
        )
        for outcome in outcomes
        if outcome.verdict == Verdict.REMOVE and outcome.changed
    )


def _removing(outcome: Outcome) -> Finding:
    """The finding that removes, which need not be the most relevant one."""
    return next(f for f in outcome.findings if f.verdict == Verdict.REMOVE)
