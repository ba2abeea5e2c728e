"""What was decided in Coral, recorded here as decisions of the connection's own account."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import CoralConnection, Decision, Verdict
from moderation.services.connections.coral.client import Found, RemoteComment
from moderation.services.decisions import deciding
from moderation.services.judging.outcomes import Outcome

APPROVED, REJECTED = "APPROVED", "REJECTED"
ACTION = {APPROVED: Decision.Action.APPROVE, REJECTED: Decision.Action.REMOVE}


def fit(
    connection: CoralConnection,
    comment: Comment,
    remote: RemoteComment,
    outcome: Outcome,
    decided_at: datetime,
) -> None:
    """Fit the outcome of judging a comment, or its new text, to what Coral made of it, so that
    storing it leaves the status that Coral gave the comment.
    """
    last = remote.last_decision
    by_a_person = last is not None and last.moderator is not None
    if remote.status == REJECTED and outcome.verdict == Verdict.REMOVE and not by_a_person:
        # As the policy says: storing the outcome removes it, which is the classifier's decision.
        comment.status = Comment.Status.HELD
        comment.save(update_fields=["status"])
        return
    if action := ACTION.get(remote.status):
        at = max(decided_at, last.createdAt) if last else decided_at
        _record(connection, comment, action, at)
    if comment.status == Comment.Status.PUBLISHED and outcome.verdict != Verdict.PUBLISH:
        outcome.verdict = Verdict.QUEUE  # only a person hides what is visible in Coral
    elif comment.status == Comment.Status.HELD:
        outcome.verdict = Verdict.HOLD


def _record(
    connection: CoralConnection, comment: Comment, action: Decision.Action, at: datetime
) -> None:
    decision = Decision.objects.create(
        comment=comment,
        action=action,
        note=_("Decided in Coral."),
        moderator=connection.moderator,
        status_before=comment.status,
        status_after=comment.status,
        decided_at=at,
    )
    deciding.count([decision], +1)


def take_over(connection: CoralConnection, comment: Comment, found: Found) -> None:
    """Decide a locked comment as it was decided in Coral, unless that was our own doing, or is
    older than what was decided here.
    """
    remote = found.comment
    if remote is None or remote.status not in ACTION:
        return
    last, action = remote.last_decision, ACTION[remote.status]
    if last and last.moderator and last.moderator.id == found.viewer.id:
        return
    stands = Decision.objects.standing_by_comment([comment.pk]).get(comment.pk)
    if stands and stands.is_of_text_of(comment) and _is_settled(stands, remote):
        return
    deciding.settle(
        [comment], connection.moderator, action, clauses={}, note=_("Decided in Coral.")
    )


def by_people(comment: Comment) -> bool:
    """Whether a person's decision about the present text stands."""
    own = Decision.objects.standing().by_people().of_current_text()
    return own.filter(comment=comment).exists()


def _is_settled(stands: Decision, remote: RemoteComment) -> bool:
    """Whether the decision here is the same as the one in Coral, or newer."""
    last = remote.last_decision
    same = stands.status_after == deciding.STATUS_AFTER[ACTION[remote.status]]
    if same:
        return stands.moderator_id is not None or last is None or last.moderator is None
    return (last.createdAt if last else timezone.now()) <= stands.decided_at
