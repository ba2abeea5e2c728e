"""Keeping what the source decided about imported comments."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from articles.models import Comment
from moderation.models import Decision, Finding, Verdict
from moderation.services.decisions import deciding
from moderation.services.judging import kept_findings
from moderation.services.judging.outcomes import Outcome

IMPORTER = "import"


def keep_withheld(comments: Iterable[Comment]) -> None:
    """Hold comments that the source withheld for a moderator, whatever they score."""
    kept_findings.keep(comments, Finding.Reason.WITHHELD)


def hold_for_names(outcomes: Iterable[Outcome], stored: Iterable[Comment]) -> int:
    """Hold published comments whose author names the policy holds, and return how many.

    The source approved the text of a comment, not the name above it.
    """
    held = {
        outcome.comment.pk
        for outcome in outcomes
        for finding in outcome.findings
        if finding.part == Finding.Part.NAME and finding.verdict == Verdict.HOLD
    }
    hidden = [c for c in stored if c.pk in held and c.status == Comment.Status.PUBLISHED]
    for comment in hidden:
        comment.status = Comment.Status.HELD
    Comment.objects.bulk_update(hidden, ["status"])
    return len(hidden)


def record_decisions(comments: Iterable[Comment]) -> None:
    """Record published and removed comments as decided at the source, so that judging keeps them.

    The decisions belong to an inactive account, which is created when needed.
    """
    importer, _ = User.objects.get_or_create(username=IMPORTER, defaults={"is_active": False})
    actions = {
        Comment.Status.PUBLISHED: Decision.Action.APPROVE,
        Comment.Status.REMOVED: Decision.Action.REMOVE,
    }
    decisions = Decision.objects.bulk_create(
        Decision(
            comment=comment,
            action=actions[Comment.Status(comment.status)],
            note="Decided before the import.",
            moderator=importer,
            status_before=comment.status,
            status_after=comment.status,
            decided_at=comment.posted_at,
        )
        for comment in comments
        if comment.status in actions
    )
    deciding.count(decisions, +1)
