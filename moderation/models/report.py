from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Comment
from moderation.models.clause import Clause


class Report(models.Model):
    """A reader's report that a comment breaks a clause, one per person and comment."""

    NOTE_LENGTH = 500

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    clause = models.ForeignKey(
        Clause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text=_("Empty if the reader chose none."),
    )
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    author = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports_made",
        help_text=_("The reader who reported, if known as an author."),
    )
    reporter = models.CharField(max_length=64, help_text=_("Keyed hash of the person."))
    network = models.CharField(
        max_length=64, db_index=True, help_text=_("Keyed hash of the network.")
    )
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                name="one_person_reports_a_comment_once",
                violation_error_message=_("This person has reported this comment already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Report of comment {self.comment_id}"
