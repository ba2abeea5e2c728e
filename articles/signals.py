"""The two places where the site lets others in: the border of `articles`.

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
"""

from django.dispatch import Signal

comment_submitted = Signal()
comment_posted = Signal()


class CommentRefused(Exception):
    """A comment may not be posted now; the message tells its author why."""
