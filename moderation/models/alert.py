"""Messages to moderators: which channels there are, and what each is told of."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.policy import PROBABILITY
from moderation.models.review import ReviewItem
from moderation.models.run import RescoringRun
from moderation.models.webhook import WebhookEndpoint

AT_LEAST_ONE = [MinValueValidator(1)]


class AlertChannel(models.Model):
    """A channel of a chat, or e-mail addresses: name, address and status are its endpoint's."""

    endpoint = models.OneToOneField(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="alerts", editable=False
    )
    clauses = models.JSONField(
        default=list, blank=True, help_text=_("Tell of cases that break one of these rules.")
    )
    probability_from = models.FloatField(
        null=True,
        blank=True,
        validators=PROBABILITY,
        help_text=_("Tell of cases from this score on, such as 0.95. Empty = not."),
    )
    oldest_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=AT_LEAST_ONE,
        help_text=_("Tell when the oldest open case has waited so many hours. Empty = never."),
    )
    not_scored_from = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=AT_LEAST_ONE,
        help_text=_("Tell when the classifier has failed on so many comments. Empty = never."),
    )
    drift_from = models.FloatField(
        null=True,
        blank=True,
        validators=PROBABILITY,
        help_text=_("Tell when rescoring changed this share of verdicts, 0.02 for 2 %."),
    )
    every_minutes = models.PositiveSmallIntegerField(
        default=10,
        validators=AT_LEAST_ONE,
        help_text=_("At most one message in so many minutes; what comes meanwhile is in the next."),
    )
    quiet_from = models.TimeField(
        null=True, blank=True, help_text=_("No messages from then on, in the site's time zone.")
    )
    quiet_until = models.TimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    oldest_told_at = models.DateTimeField(null=True, editable=False)
    not_scored_told_at = models.DateTimeField(null=True, editable=False)
    run_told = models.ForeignKey(
        RescoringRun, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ["endpoint__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
                violation_error_message=_("Quiet hours need a beginning and an end, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.endpoint.name


class AlertedCase(models.Model):
    """A case that a channel was told of."""

    channel = models.ForeignKey(AlertChannel, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "case"],
                name="a_channel_is_told_of_a_case_once",
                violation_error_message=_("This channel was told of this case already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} in {self.channel}"
