from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.author import Author
from articles.models.comment import Comment


class Reaction(models.Model):
    """A reader's one reaction to a comment: see `articles.reacting`."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="reactions")
    reacted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "comment"],
                name="one_reaction_for_a_reader_and_comment",
                violation_error_message=_("This reader has reacted to the comment already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.comment}"
