"""The two places where the site lets others in: the border of `articles`.

comment_submitted
    Sent before a new or edited comment is stored, outside any transaction.
    Arguments: `comment` (unsaved, or with its new text), `request` (None where
    no reader posted it).  A receiver refuses it by raising `CommentRefused`;
    nothing is then stored and the reader sees the reason beside the text.

comment_posted
    Sent once a comment is stored, with `comments` (a list).  The comments are
    held until a receiver publishes them: readers never see one unjudged.
"""

from django.dispatch import Signal

comment_submitted = Signal()
comment_posted = Signal()


class CommentRefused(Exception):
    """A comment may not be posted now; the message tells its author why."""
