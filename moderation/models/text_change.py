from django.db import models

from moderation.models.decision import Decision


class TextChange(models.Model):
    """What a decision changed of a comment's text, so that an undo can take it back.

    `original` is what the author wrote last; `words` are those that readers do not see.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="text_change")
    original = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    words = models.JSONField(default=list, blank=True)
    edited_before = models.DateTimeField(null=True, blank=True)
    redacted_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Text of comment {self.decision.comment_id} by decision {self.decision_id}"
