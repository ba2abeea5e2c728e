"""The places where the site lets others in: the border of `articles`.

comment_drafted
    Sent each time a reader asks to post or edit a comment, before anything is
    stored or locked, and outside the transaction that may store it: what a
    receiver counts here stays counted.  Arguments: `comment` (unsaved, or with
    its new text), `draft` (what is known of it: a `Draft`), `request` (None
    where no reader posted it).  A receiver refuses it by raising
    `CommentRefused`, and asks the author to think again about what is new by
    raising `CommentQuestioned`.

comment_submitted
    Sent before a new or edited comment is stored, in the transaction that will
    store it and with its author's row locked, so that a receiver may count.
    Arguments: `comment` (unsaved, or with its new text), `request`.  A receiver
    refuses it by raising `CommentRefused`; nothing is then stored and the
    reader sees the reason beside the text.

comment_stored
    Sent in the same transaction, once the comment is stored.  Arguments:
    `comment`, `request`.  What a receiver stores is there exactly where the
    comment is, whatever happens to the process afterwards.

comment_posted
    Sent once comments are stored, outside any transaction, with `comments` (a
    list) and `request`.  The comments are held until a receiver publishes
    them: readers never see one unjudged.  Sent again where a reader sends a
    comment again that is held: whoever stored it may have died since.

author_renamed
    Sent before an author gets another name by other means than posting, with
    `name`.  A receiver refuses it by raising `NameRefused`.
"""

from enum import Enum

from django.dispatch import Signal


class Draft(Enum):
    """What a reader sends in."""

    NEW = "new"
    # Its author was asked, or nobody asks this one.
    CONFIRMED = "confirmed"
    # It is stored already, and will only be judged where that did not happen.
    STORED = "stored"


comment_drafted = Signal()
comment_submitted = Signal()
comment_stored = Signal()
comment_posted = Signal()
author_renamed = Signal()


class CommentRefused(Exception):
    """A comment may not be posted now; the message tells its author why."""


class CommentQuestioned(Exception):
    """A comment may be posted, but its author should read the message first."""


class NameRefused(Exception):
    """An author may not have this name; the message tells why."""
