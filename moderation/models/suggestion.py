from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.api_key import ApiKey


class SuggestedScore(models.Model):
    """A score that another system suggests for a text."""

    class Origin(models.TextChoices):
        UNKNOWN = "unknown", _("Unknown")
        PEOPLE = "people", _("Moderators of the client")
        HERE = "here", _("A decision made here")
        AUTOMATIC = "automatic", _("Automatic: nobody decided")

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="suggestions")
    text = models.TextField()
    attribute = models.CharField(max_length=80, help_text=_("As the client named it."))
    value = models.FloatField(null=True, help_text=_("For the whole text; empty for spans only."))
    spans = models.JSONField(
        default=list, help_text=_("[begin, end, value] of each span, in UTF-16 code units.")
    )
    community = models.CharField(max_length=500, blank=True)
    client_token = models.CharField(max_length=500, blank=True)
    origin = models.CharField(
        max_length=10,
        choices=Origin.choices,
        default=Origin.UNKNOWN,
        help_text=_("Who decided what it tells, as far as it is known here."),
    )
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.attribute} {self.value} by {self.key}"
