"""Brings comments here to where they stand in Coral: files them once, and takes over changes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Comment
from articles.text import has_something_to_read
from moderation.models import CoralConnection, ReviewItem
from moderation.services.connections import editing, stories
from moderation.services.connections.coral import answers, bodies, client, decided
from moderation.services.connections.coral.answers import Written
from moderation.services.connections.coral.client import CoralError, Found, RemoteComment
from moderation.services.decisions import cases, concurrency, text_changes
from moderation.services.judging import scoring
from moderation.services.judging.persistence import storing
from moderation.services.transfer import source_decisions
from moderation.services.transfer.archives.coral import STATUS
from moderation.services.transfer.archives.records import ArchivedAuthor
from moderation.services.transfer.arrivals import Arrivals

# So many comments that a comment answers are fetched with it, if they are not here.
ANCESTORS = 10


def refresh(
    connection: CoralConnection, own_id: str, *, reported: bool = False, above: int = ANCESTORS
) -> Comment | None:
    """Fetch a comment and file it, or take over its changes; None if there is nothing to file.

    `reported`: Coral lists it as reported.  Raises CoralError.
    """
    found = client.comment(connection, own_id)
    remote = found.comment
    if remote is None or remote.deleted:
        return None
    arrivals = Arrivals(connection.source)
    if remote.parent and above and not arrivals.comments([remote.parent.id]):
        refresh(connection, remote.parent.id, above=above - 1)
    comment = take_over(connection, found)
    if comment and reported and remote.status == "NONE":
        _open_reported(comment)
    return comment


@transaction.atomic
def take_over(connection: CoralConnection, found: Found) -> Comment | None:
    """File a fetched comment, or bring the one that is here to where it stands in Coral."""
    if (remote := found.comment) is None:
        return None
    if remote.status not in STATUS:
        raise CoralError(f"Coral's status {remote.status[:40]!r} is not known here.")
    known = _known(connection, remote)
    if known is None:
        return _file(connection, remote)
    (comment,) = concurrency.lock([known.pk])
    if comment.author.erased_at:
        return None
    if is_changed(comment, remote):
        _edit(connection, comment, remote)
    else:
        decided.take_over(connection, comment, found)
    return comment


def is_changed(comment: Comment, remote: RemoteComment) -> bool:
    """Whether its author changed the text in Coral since it was filed."""
    change = text_changes.of(comment)
    return remote.text != (change.original if change else comment.text)


def _known(connection: CoralConnection, remote: RemoteComment) -> Comment | None:
    return next(iter(Arrivals(connection.source).comments([remote.id]).values()), None)


def _file(connection: CoralConnection, remote: RemoteComment) -> Comment | None:
    """Store a comment with its status in Coral, and judge it; None without a text, or if its
    author was erased here.
    """
    text = remote.text
    arrivals = Arrivals(connection.source)
    author = arrivals.authors([_author(remote)])
    if not author or not has_something_to_read(text):
        return None
    article = stories.article_of(connection, remote.story.story)
    comment = Comment.objects.create(
        article=article,
        author=next(iter(author.values())),
        parent=_parent(arrivals, remote, article),
        text=text,
        status=STATUS[remote.status],
        posted_at=min(remote.createdAt, timezone.now()),
        source_id=arrivals.source_id(remote.id),
    )
    _judge(connection, comment, remote, decided_at=remote.createdAt)
    return comment


def _author(remote: RemoteComment) -> ArchivedAuthor:
    if remote.author is None:
        return ArchivedAuthor(f"comment {remote.id}", "")
    return ArchivedAuthor(bodies.author_key(remote.author.id), remote.author.username or "")


def _parent(arrivals: Arrivals, remote: RemoteComment, article: Article) -> Comment | None:
    if remote.parent is None:
        return None
    found = next(iter(arrivals.comments([remote.parent.id]).values()), None)
    return found if found and found.article_id == article.pk else None


def _edit(connection: CoralConnection, comment: Comment, remote: RemoteComment) -> None:
    """Take over the text of a locked comment, and judge it."""
    edited_at = editing.replace_text(comment, remote.text, STATUS[remote.status])
    _judge(connection, comment, remote, decided_at=edited_at)


def _judge(
    connection: CoralConnection, comment: Comment, remote: RemoteComment, *, decided_at: datetime
) -> None:
    """Judge a comment and store what came of it; its status stays the one that it has in Coral."""
    if comment.status == Comment.Status.HELD:
        source_decisions.keep_withheld([comment])
    author = remote.author.id if remote.author else ""
    answer = answers.kept(connection, Written(author, remote.story.id, comment.text))
    known = ([answer.probabilities], [answer.language]) if answer else ([], [])
    (outcome,) = scoring.judge([comment], *known)
    decided.fit(connection, comment, remote, outcome, decided_at)
    storing.store([outcome])
    if answer:
        answer.delete()


def _open_reported(comment: Comment) -> None:
    """Open a case for what readers reported in Coral, unless people decided or it has one."""
    if not decided.by_people(comment):
        cases.open_case(comment=comment, queue=ReviewItem.Queue.REPORTED)
