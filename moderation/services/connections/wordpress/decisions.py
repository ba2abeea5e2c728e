"""What was decided here, written to WordPress.

What readers see here is what they are to see there.  So each event brings the comment's present
status and text there, and not those of its time: events may come twice, and late.
"""

from html import escape

from django.utils import timezone

from moderation.models import Delivery, EventKind, WordPressComment
from moderation.services.clients.webhooks.attempting import GivenUp
from moderation.services.clients.webhooks.sending import Answer
from moderation.services.connections.wordpress import client, following, standing
from moderation.services.connections.wordpress.client import ALREADY_TRASHED, WordPressError
from moderation.services.connections.wordpress.shapes import RemoteComment, digest, text_of
from moderation.services.connections.wordpress.standing import DELETED, STATUS, TRASH

DONE = 200


def send(delivery: Delivery) -> Answer:
    """Bring a comment's status and text to WordPress.  Raises WordPressError, to be tried again, or
    GivenUp.
    """
    seen = _seen(delivery.endpoint_id, delivery.event.comment_id)
    if seen is None:
        return Answer(DONE, "WordPress does not have it.")
    if delivery.event.kind == EventKind.COMMENT_ERASED:
        return _erase(seen)
    if standing.is_same(seen):
        return Answer(DONE, "It is so in WordPress already.")
    asked_at = timezone.now()
    remote = client.comment(seen.connection, seen.own_id)
    if remote is None:
        return _gone(seen)
    if remote.status not in STATUS:
        raise GivenUp(f"Its post is in the trash, or its status not known: {remote.status[:40]}.")
    following.follow(seen, remote, asked_at)
    return _write(delivery, remote)


def _seen(endpoint: int, comment: int | None) -> WordPressComment | None:
    found = WordPressComment.objects.filter(connection__endpoint=endpoint, comment=comment)
    return found.select_related("connection__endpoint", "comment").first()


def _write(delivery: Delivery, remote: RemoteComment) -> Answer:
    """Write what still differs, now that changes made in WordPress are known."""
    seen = _seen(delivery.endpoint_id, delivery.event.comment_id)
    if seen is None:
        return Answer(DONE, "It was erased at this moment.")
    told = []
    if not standing.is_same_text(seen):
        remote = _write_text(seen, remote)
        told.append("Its text is the one here now.")
    if not standing.is_same_status(seen):
        remote = _write_status(seen, remote)
        told.append(f"It is {remote.status} in WordPress now.")
    return Answer(DONE, " ".join(told) or "It was changed in WordPress meanwhile, as told there.")


def _write_text(seen: WordPressComment, remote: RemoteComment) -> RemoteComment:
    """Write the text as HTML; the author's own HTML where the text is the author's again."""
    text, original = seen.comment.text, seen.original or remote.content.raw
    is_original = text_of(original) == text
    html = original if is_original else escape(text, quote=False)
    own = WordPressComment.objects.filter(pk=seen.pk)
    own.update(original=original)
    changed = client.set_content(seen.connection, seen.own_id, html)
    following.note(seen, changed, timezone.now())
    own.update(text_digest=digest(text), original="" if is_original else original)
    return changed


def _write_status(seen: WordPressComment, remote: RemoteComment) -> RemoteComment:
    """Write the status.  It is noted before: should this process die, it is known as our own."""
    status = standing.wanted(seen.comment)
    WordPressComment.objects.filter(pk=seen.pk).update(written=status)
    try:
        if status == TRASH:
            changed = client.trash(seen.connection, seen.own_id)
        else:
            changed = client.set_status(seen.connection, seen.own_id, status)
    except WordPressError as error:
        if error.code != ALREADY_TRASHED:
            raise
        changed = remote.model_copy(update={"status": TRASH})
    following.note(seen, changed, timezone.now())
    return changed


def _erase(seen: WordPressComment) -> Answer:
    client.delete(seen.connection, seen.own_id)
    seen.delete()
    return Answer(DONE, "It was deleted in WordPress for good.")


def _gone(seen: WordPressComment) -> Answer:
    was_known = seen.status == DELETED
    following.end(seen)
    if was_known:
        raise GivenUp("WordPress has no such comment any more.")
    return Answer(DONE, "It was deleted in WordPress.")
