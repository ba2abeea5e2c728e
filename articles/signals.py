"""The signals by which other apps take part in posting.

comment_drafted
    Sent on each attempt to post or edit a comment, before anything is stored or
    locked, and outside the transaction that may store it, so that counts made
    by a receiver are not rolled back.  Arguments: `comment` (unsaved, or with
    its new text), `draft` (a `Draft`), `request` (None if no reader posted it).
    A receiver may raise `CommentRefused`, or `CommentQuestioned` to have the
    author of a new draft confirm it.

comment_submitted
    Sent before a new or edited comment is stored, in the same transaction and
    with its author's row locked, so that a receiver can count the author's
    comments.  Arguments: `comment` (unsaved, or with its new text), `request`.
    If a receiver raises `CommentRefused`, nothing is stored and the reader sees
    the reason beside the text.

comment_stored
    Sent in the same transaction, once the comment is stored.  Arguments:
    `comment`, whose `is_proved` says whether it came with the proof of work that the site asks for,
    and `request`.  What a receiver stores is committed or rolled back
    together with the comment.

comment_posted
    Sent after comments are committed, with `comments` (a list) and `request`.
    The comments are held until a receiver publishes them, so readers never see
    one unjudged.  Sent again if a reader resends a held comment, since the
    process that stored it may have died before judging it.

comment_reacted
    Sent before a reader's reaction to a comment is stored, with `comment`, `author` and
    `request`.  A receiver may raise `CommentRefused`.

author_renamed
    Sent before an author is renamed other than by posting, with `name`.  A
    receiver may raise `NameRefused`.
"""

from enum import Enum

from django.dispatch import Signal


class Draft(Enum):
    """The state of a comment that a reader sends."""

    NEW = "new"
    # The author has confirmed it, or is not asked.
    CONFIRMED = "confirmed"
    # It is stored already, and is only judged if it has not been.
    STORED = "stored"


comment_drafted = Signal()
comment_submitted = Signal()
comment_stored = Signal()
comment_posted = Signal()
comment_reacted = Signal()
author_renamed = Signal()


class CommentRefused(Exception):
    """A comment may not be posted; the message tells its author why.

    `retry_after` is the number of seconds after which it may be, where waiting is all it takes.
    """

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CommentQuestioned(Exception):
    """A comment may be posted, but its author should read the message first."""


class NameRefused(Exception):
    """An author may not have this name; the message tells why."""
