from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Comment


class InternalNote(models.Model):
    """What a moderator wrote for colleagues about an author, or about one comment of theirs.

    Readers never see it. As personal data of the author it is in their export,
    without who wrote it, and is deleted with their data.
    """

    LONGEST = 2000

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="internal_notes")
    comment = models.ForeignKey(
        Comment,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="internal_notes",
        help_text=_("Empty if it is about the author."),
    )
    text = models.TextField(max_length=LONGEST)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["author", "comment", "-id"], name="internal_notes_newest_first")
        ]

    def __str__(self) -> str:
        return f"Note on {self.author}"
