from django.db import models
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models.policy import Clause


class Report(models.Model):
    """A reader's word that a comment breaks a clause.  One person reports a comment once."""

    NOTE_LENGTH = 500

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    clause = models.ForeignKey(
        Clause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text="Empty where the reader found none that fits.",
    )
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    author = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports_made",
        help_text="Who reported, where the reader has a name here.",
    )
    reporter = models.CharField(max_length=64, help_text="A keyed hash: one for each person.")
    network = models.CharField(max_length=64, db_index=True, help_text="A keyed hash.")
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                name="one_person_reports_a_comment_once",
                violation_error_message="This person has reported this comment already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Report of comment {self.comment_id}"
