"""Coral installations whose comments are moderated here."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.classifiers.base import Attribute, Scores
from moderation.models.release import ClassifierRelease
from moderation.models.webhook import WebhookEndpoint


class CoralConnection(models.Model):
    """A Coral installation: its name, address and status are those of the endpoint that decisions
    go to.
    """

    endpoint = models.OneToOneField(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="coral", editable=False
    )
    token = models.CharField(
        max_length=1000,
        editable=False,
        help_text=_("The access token of an administrator in Coral."),
    )
    section = models.CharField(
        max_length=80,
        blank=True,
        help_text=_("Its stories belong to this section, and so under the section's policy."),
    )
    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text=_("An inactive account in whose name decisions made in Coral are recorded."),
    )

    class Meta:
        verbose_name = "Coral connection"
        ordering = ["endpoint__name"]

    def __str__(self) -> str:
        return self.endpoint.name

    @property
    def source(self) -> str:
        """What the ids of its stories, users and comments begin with, before a colon."""
        return self.endpoint.source

    @property
    def is_active(self) -> bool:
        """Whether it is not switched off.  Decisions may wait since Coral does not take them."""
        return self.endpoint.status != WebhookEndpoint.Status.OFF


class CoralSecret(models.Model):
    """A secret that Coral signs its calls with."""

    class Purpose(models.TextChoices):
        PHASE = "phase", _("External moderation phase")
        EVENTS = "events", _("Webhook endpoint")

    connection = models.ForeignKey(
        CoralConnection, on_delete=models.CASCADE, related_name="secrets"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    secret = models.CharField(max_length=200, editable=False)
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Empty = until it is replaced.")
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.connection}"

    def is_valid_at(self, moment: datetime) -> bool:
        return self.expires_at is None or self.expires_at > moment


class CoralAnswer(models.Model):
    """The scores of a text that the moderation phase answered by, until Coral tells the comment's
    id.

    `digest` is of the author's id, the story's id and the text.
    """

    connection = models.ForeignKey(
        CoralConnection, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    digest = models.CharField(max_length=64)
    release = models.ForeignKey(ClassifierRelease, on_delete=models.CASCADE, related_name="+")
    scores = models.JSONField(help_text=_("The probability of each attribute."))
    language = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "digest"],
                name="a_text_is_answered_once",
                violation_error_message=_("This text was answered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"Answer at {self.answered_at:%H:%M:%S}"

    @property
    def probabilities(self) -> Scores:
        return {attribute: float(self.scores[attribute.value]) for attribute in Attribute}


class CoralEvent(models.Model):
    """An event that Coral sent, to be worked: the inbox."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Given up")

    connection = models.ForeignKey(
        CoralConnection, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    uid = models.CharField(max_length=100, help_text=_("The id that Coral gave it."))
    kind = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(
        default=timezone.now,
        help_text=_("The next attempt. While one is made: when it counts as lost."),
    )
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    answer = models.TextField(blank=True, help_text=_("What came of the last attempt."))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "uid"],
                name="a_coral_event_is_stored_once",
                violation_error_message=_("This event is stored already."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(status="waiting"), name="coral_events_that_wait"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
