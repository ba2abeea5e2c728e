from django.db import models
from django.utils import timezone

from articles.models import Author


class ErasureRequest(models.Model):
    """An author's wish to have their data deleted, which they may take back until `due_at`."""

    author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="erasure_request")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.author}: {self.due_at:%Y-%m-%d %H:%M}"
