from django.db import models

from articles.models import Author


class AuthorRecord(models.Model):
    """Counts of an author's approved and removed comments, updated with each decision.

    The desk shows them without counting rows.
    """

    author = models.OneToOneField(
        Author, primary_key=True, on_delete=models.CASCADE, related_name="record"
    )
    approved = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.author}: {self.approved} approved, {self.removed} removed"
