"""Coral's events: stored when they come, and worked until Coral's API has told what they are about.

Events carry ids only, may come twice and in any order.  So working one brings what is stored here
to where Coral stands now, whatever the event said.
"""

import logging
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Author, Comment
from articles.text import storable
from moderation.models import CoralConnection, CoralEvent, WebhookEndpoint
from moderation.services.clients.webhooks import delivering
from moderation.services.clients.webhooks.delivering import ATTEMPT
from moderation.services.clients.webhooks.retrying import WAITS, wait
from moderation.services.clients.webhooks.sending import NotSent
from moderation.services.connections.coral import answers, client, filing, stories
from moderation.services.events import distributing

logger = logging.getLogger(__name__)

STORY_CREATED = "STORY_CREATED"
ABOUT_COMMENTS = (
    "COMMENT_CREATED",
    "COMMENT_REPLY_CREATED",
    "COMMENT_ENTERED_MODERATION_QUEUE",
    "COMMENT_LEFT_MODERATION_QUEUE",
)
# Ours: a comment may have been edited, which Coral has no event for.
EDITED = "COMMENT_EDITED"
# Coral stores an edit once the phase has answered, and allows edits for minutes at most.
STORED_AFTER = timedelta(seconds=5)
EDITABLE = timedelta(hours=1)
FIELDS = ("storyID", "commentID", "queue")
LONGEST_ID = 100
AT_ONCE = 50


def store(*, connection: CoralConnection, uid: str, kind: str, data: dict[str, object]) -> None:
    """Store an event to be worked, once; kinds that nothing is done about are not stored."""
    if kind not in (STORY_CREATED, *ABOUT_COMMENTS):
        return
    told = {name: storable(own) for name in FIELDS if isinstance(own := data.get(name), str)}
    CoralEvent.objects.get_or_create(
        connection=connection, uid=storable(uid)[:LONGEST_ID], defaults={"kind": kind, "data": told}
    )


def look_again(*, connection: CoralConnection, article: Article, author: Author) -> None:
    """Have the author's recent comments fetched once more: one of them is being edited.

    The phase, which alone is told of an edit, is not told the comment's id.
    """
    now = timezone.now()
    prefix = f"{connection.source}:"
    recent = Comment.objects.filter(
        article=article,
        author=author.pk,
        posted_at__gt=now - EDITABLE,
        source_id__startswith=prefix,
    )
    CoralEvent.objects.bulk_create(
        CoralEvent(
            connection=connection,
            uid=f"edit {uuid4()}",
            kind=EDITED,
            data={"commentID": str(source_id).removeprefix(prefix)},
            next_at=now + STORED_AFTER,
        )
        for source_id in recent.order_by("-pk").values_list("source_id", flat=True)[:AT_ONCE]
    )


def work_due() -> int:
    """Work the events that are due, and return how many are done."""
    answers.forget_old()
    done = 0
    while due := _lease():
        done += _work_all(due)
    return done


def work_again(*, events: QuerySet[CoralEvent]) -> int:
    """Let each of `events` be worked once more, whatever came of it; return their number."""
    return events.update(
        status=CoralEvent.Status.WAITING, attempts=0, next_at=timezone.now(), answer=""
    )


def forget_old() -> None:
    """Delete events that are older than those that are sent, unless they wait."""
    old = CoralEvent.objects.filter(received_at__lt=timezone.now() - distributing.KEPT)
    old.exclude(status=CoralEvent.Status.WAITING).delete()


@transaction.atomic
def _lease() -> list[CoralEvent]:
    """Some events that are due, which no other process works meanwhile."""
    now = timezone.now()
    due = CoralEvent.objects.filter(status=CoralEvent.Status.WAITING, next_at__lte=now).exclude(
        connection__endpoint__status=WebhookEndpoint.Status.OFF
    )
    rows = due.order_by("next_at", "pk").select_for_update(
        of=("self",), skip_locked=distributing.skips_locked()
    )
    leased = list(rows.select_related("connection__endpoint", "connection__moderator")[:AT_ONCE])
    CoralEvent.objects.filter(pk__in=[event.pk for event in leased]).update(
        next_at=now + ATTEMPT * len(leased)
    )
    return leased


def _work_all(due: list[CoralEvent]) -> int:
    """Work events in order; a Coral that does not answer is not asked again this time."""
    done, failing = 0, set()
    for event in due:
        if event.connection_id in failing:
            later = timezone.now() + wait(max(1, event.attempts))
            CoralEvent.objects.filter(pk=event.pk).update(next_at=later)
            continue
        try:
            answer = _work(event)
        except NotSent as error:
            failing.add(event.connection_id)
            _fail(event, str(error))
            delivering.note(event.connection.endpoint, taken=False)
        except Exception as error:  # noqa: BLE001 -- one event must not stop the others
            logger.error("A Coral event could not be worked: %s", type(error).__name__)
            _fail(event, type(error).__name__)
        else:
            done += 1
            _finish(event, answer)
            delivering.note(event.connection.endpoint, taken=True)
    return done


def _work(event: CoralEvent) -> str:
    """Do what an event needs, and return what came of it."""
    connection, data = event.connection, event.data
    if event.kind == STORY_CREATED:
        story = client.story(connection, data.get("storyID", ""))
        if story is None:
            return "Coral has no such story."
        return f"Article {stories.article_of(connection, story).pk}"
    comment = filing.refresh(
        connection, data.get("commentID", ""), reported=data.get("queue") == "REPORTED"
    )
    return f"Comment {comment.pk}" if comment else "There is nothing to file."


def _finish(event: CoralEvent, answer: str) -> None:
    CoralEvent.objects.filter(pk=event.pk).update(
        status=CoralEvent.Status.DONE, attempts=event.attempts + 1, answer=answer
    )


def _fail(event: CoralEvent, why: str) -> None:
    attempts = event.attempts + 1
    changed = {"attempts": attempts, "answer": why}
    if attempts > len(WAITS):
        changed["status"] = CoralEvent.Status.FAILED
    else:
        changed["next_at"] = timezone.now() + wait(attempts)
    CoralEvent.objects.filter(pk=event.pk).update(**changed)
