"""Decisions made here, sent to Coral by its own mutations.

What readers see here is what they are to see in Coral.  So each event brings the comment's present
status there, and not the one of its time: events may come twice, and late.
"""

from django.utils.translation import gettext as _

from articles.models import Comment
from moderation.models import CoralConnection, Decision, Delivery, ReviewItem
from moderation.services.clients.webhooks.delivering import GivenUp
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.connections.coral import client, filing, reasons
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
    if delivery.event.data.get("moderator") == connection.moderator_id:
        return Answer(DONE, "It was decided in Coral.")
    comment = _present(delivery)
    own_id = (comment.source_id or "").removeprefix(f"{connection.source}:")
    found = client.comment(connection, own_id)
    remote = found.comment
    if remote is None or remote.deleted or remote.revision is None:
        raise GivenUp("Coral has no such comment any more.")
    if comment.redacted_at:
        raise GivenUp("Coral cannot remove words of a comment: remove it, or restore its text.")
    if filing.is_changed(comment, remote):
        return _judge_anew(connection, found)
    return _moderate(connection, comment, remote, remote.revision.id)


def _present(delivery: Delivery) -> Comment:
    """The comment as it is now: the delivery may have been taken up a while ago."""
    comment = Comment.objects.filter(pk=delivery.event.comment_id or 0).first()
    if comment is None:
        raise GivenUp("The comment was deleted here.")
    return comment


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
    """The status to give the comment in Coral, None if it has it.

    Coral cannot hold back what was published: what is held here is rejected there.
    """
    if comment.status == Comment.Status.PUBLISHED:
        return None if status == APPROVED else APPROVED
    if comment.status == Comment.Status.REMOVED:
        return None if status == REJECTED else REJECTED
    return REJECTED if status in VISIBLE else None


def _reason(comment: Comment) -> Reason:
    if comment.status == Comment.Status.HELD:
        return Reason(reasons.OTHER, _("It is reviewed once more."))
    stands = Decision.objects.standing().filter(comment=comment).select_related("clause").first()
    fallback = (stands and stands.note) or _("It breaks the discussion policy.")
    return reasons.of_clause(stands.clause if stands else None, fallback)


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
