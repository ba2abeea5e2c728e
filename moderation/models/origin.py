from django.db import models
from django.utils import timezone

from articles.models import Comment


class Origin(models.Model):
    """The network that a comment was posted from, as a keyed hash.

    Blocks use it; `forget_origins` deletes it after some weeks.
    """

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="origin"
    )
    network_key = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"Origin of comment {self.comment_id}"
