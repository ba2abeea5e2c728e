"""Decisions made here, sent to Coral by its own mutations.

What readers see here is what they are to see in Coral.  So each event brings the comment's present
status there, and not the one of its time: events may come twice, and late.
"""

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import CoralConnection, Decision, Delivery, LegalReport, ReviewItem
from moderation.services.clients.webhooks.attempting import GivenUp
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.connections.coral import client, decided, filing, reasons
from moderation.services.connections.coral.client import Found, RemoteComment
from moderation.services.connections.coral.decided import APPROVED, REJECTED
from moderation.services.connections.coral.reasons import Reason
from moderation.services.decisions import cases, internal_notes

VISIBLE = ("NONE", APPROVED)
DONE = 200


def send(delivery: Delivery) -> Answer:
    """Bring a comment's status to Coral.  Raises NotSent, to be tried again, or GivenUp."""
    connection = CoralConnection.objects.select_related("endpoint", "moderator").get(
        endpoint=delivery.endpoint_id
    )
    decision = _decision(delivery)
    if decision.moderator_id == connection.moderator_id:
        return Answer(DONE, "It was decided in Coral.")
    if not _settles(decision):
        return Answer(DONE, "It changes nothing of what readers see.")
    comment = decision.comment
    own_id = (comment.source_id or "").removeprefix(f"{connection.source}:")
    found = client.comment(connection, own_id)
    remote = found.comment
    if remote is None or remote.deleted or remote.revision is None:
        raise GivenUp("Coral has no such comment any more.")
    if filing.is_changed(comment, remote):
        return _judge_anew(connection, found)
    if _was_decided_later(decision, found):
        filing.take_over(connection, found)
        return Answer(DONE, "It was decided in Coral later.")
    if comment.redacted_at and comment.status == Comment.Status.PUBLISHED:
        raise GivenUp("Coral cannot remove words of a comment: remove it, or restore its text.")
    return _moderate(connection, comment, remote, remote.revision.id)


def _decision(delivery: Delivery) -> Decision:
    """The decision that the event tells of, with its comment as it is now."""
    decisions = Decision.objects.select_related("undoes", "comment")
    found = decisions.filter(pk=delivery.event.data.get("decision")).first()
    if found is None:
        raise GivenUp("The comment was deleted here.")
    return found


def _settles(decision: Decision) -> bool:
    """Whether a decision, or the one that it undoes, is about what readers see."""
    return (decision.undoes or decision).action in Decision.SETTLING


def _was_decided_later(decision: Decision, found: Found) -> bool:
    """Whether a person decided in Coral after this decision was made here."""
    last = found.comment.last_decision if found.comment else None
    if last is None or last.moderator is None or last.moderator.id == found.viewer.id:
        return False
    return last.createdAt > decision.decided_at


def _moderate(
    connection: CoralConnection, comment: Comment, remote: RemoteComment, revision: str
) -> Answer:
    wanted = _wanted(comment, remote.status)
    if wanted is None:
        return Answer(DONE, f"It is {remote.status} in Coral already.")
    if wanted == APPROVED:
        status = client.approve(connection, remote.id, revision)
    else:
        status = client.reject(connection, remote.id, revision, _reason(comment).fields())
    if status != wanted:
        raise NotSent("The comment was changed in Coral at that moment.")
    return Answer(DONE, f"It is {status} in Coral now.")


def _wanted(comment: Comment, status: str) -> str | None:
    """The status to give the comment in Coral, None if readers see there what they see here.

    Coral cannot hold back what was published: what is held here is rejected there.
    """
    if comment.status == Comment.Status.PUBLISHED:
        is_approved = status == APPROVED or (status in VISIBLE and not decided.by_people(comment))
        return None if is_approved else APPROVED
    if comment.status == Comment.Status.REMOVED:
        return None if status == REJECTED else REJECTED
    return REJECTED if status in VISIBLE else None


def _reason(comment: Comment) -> Reason:
    if comment.status == Comment.Status.HELD:
        return Reason(reasons.OTHER, _("It is reviewed once more."))
    stands = Decision.objects.standing().filter(comment=comment).select_related("clause").first()
    note = stands.note if stands else ""
    if stands and stands.clause is None and _answers_a_legal_report(stands):
        return Reason(reasons.ILLEGAL, note or _("It was reported as illegal."))
    clause = stands.clause if stands else None
    return reasons.of_clause(clause, note or _("It breaks the discussion policy."))


def _answers_a_legal_report(decision: Decision) -> bool:
    answered = Q(decision=decision) | Q(review=decision)
    return LegalReport.objects.filter(answered).exists()


def _judge_anew(connection: CoralConnection, found: Found) -> Answer:
    """Take over the new text that was not decided about, and tell the moderators."""
    comment = filing.take_over(connection, found)
    if comment:
        cases.open_case(comment=comment, queue=ReviewItem.Queue.NEEDS_REVIEW)
        internal_notes.write(
            comment=comment,
            written_by=connection.moderator,
            text=_(
                "Its author changed this comment in Coral before the decision arrived there. The "
                "decision was about the former text, and was not sent: please decide again."
            ),
            on_author=False,
        )
    return Answer(DONE, "It was changed in Coral meanwhile, and was judged anew.")
