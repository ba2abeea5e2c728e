"""The four places where the site lets others in: the border of `articles`.

comment_drafted
    Sent when a reader asks to post or edit a comment, before anything is
    stored or locked.  Arguments: `comment` (unsaved, or with its new text).  A
    receiver asks the author to think again by raising `CommentQuestioned`,
    which happens once: the reader may then send it all the same.

comment_submitted
    Sent before a new or edited comment is stored, in the transaction that will
    store it and with its author's row locked, so that a receiver may count.
    Arguments: `comment` (unsaved, or with its new text), `request` (None where
    no reader posted it).  A receiver refuses it by raising `CommentRefused`;
    nothing is then stored and the reader sees the reason beside the text.

comment_posted
    Sent once comments are stored, with `comments` (a list) and `request` (None
    where no reader posted them).  The comments are held until a receiver
    publishes them: readers never see one unjudged.

author_renamed
    Sent before an author gets another name by other means than posting, with
    `name`.  A receiver refuses it by raising `NameRefused`.
"""

from django.dispatch import Signal

comment_drafted = Signal()
comment_submitted = Signal()
comment_posted = Signal()
author_renamed = Signal()


class CommentRefused(Exception):
    """A comment may not be posted now; the message tells its author why."""


class CommentQuestioned(Exception):
    """A comment may be posted, but its author should read the message first."""


class NameRefused(Exception):
    """An author may not have this name; the message tells why."""
