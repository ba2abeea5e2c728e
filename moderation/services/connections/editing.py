"""A comment whose text was changed in the system that it comes from."""

from datetime import datetime

from django.utils import timezone

from articles.models import Comment
from moderation.models import EventKind
from moderation.services.events import recording
from moderation.services.events.recording import Happening
from moderation.services.judging import pending


def replace_text(comment: Comment, text: str, status: Comment.Status) -> datetime:
    """Replace the text of a locked comment, which ends what was decided about the former one.

    It is to be judged next.  Returns when it was replaced.
    """
    now = timezone.now()
    comment.text, comment.edited_at, comment.status = text, now, status
    comment.featured_at = comment.redacted_at = None
    changed = ["text", "edited_at", "status", "featured_at", "redacted_at"]
    comment.save(update_fields=changed)
    pending.open_case(comment)
    recording.record([Happening(EventKind.COMMENT_EDITED, comment.pk)])
    return now
