"""Events for other systems, where they are sent, and what came of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment


class EventKind(models.TextChoices):
    """What other systems can be told of."""

    COMMENT_PUBLISHED = "comment.published", _("Comment published")
    COMMENT_HELD = "comment.held", _("Comment held for review")
    COMMENT_REMOVED = "comment.removed", _("Comment removed")
    COMMENT_FEATURED = "comment.featured", _("Comment featured")
    COMMENT_EDITED = "comment.edited", _("Comment edited")
    COMMENT_REPORTED = "comment.reported", _("Comment reported")
    COMMENT_REPORTED_ILLEGAL = "comment.reported_illegal", _("Comment reported as illegal")
    COMMENT_ERASED = "comment.erased", _("Comment erased")
    DECISION_MADE = "decision.made", _("Decision made")
    DECISION_UNDONE = "decision.undone", _("Decision undone")
    APPEAL_MADE = "appeal.made", _("Appeal made")
    APPEAL_ANSWERED = "appeal.answered", _("Appeal answered")
    AUTHOR_BLOCKED = "author.blocked", _("Author blocked")
    AUTHOR_UNBLOCKED = "author.unblocked", _("Block lifted")
    POLICY_PUBLISHED = "policy.published", _("Policy published")
    RUN_FINISHED = "run.finished", _("Rescoring finished")
    ALERT = "alert", _("Message to moderators")

    @classmethod
    def for_webhooks(cls) -> "list[EventKind]":
        """All but those that are addressed to one channel when they are made."""
        return [kind for kind in cls if kind != cls.ALERT]


class Event(models.Model):
    """Something that happened, stored in the transaction in which it did: the outbox.

    The id grows with each event of a comment, since its row is locked meanwhile.  `data` holds ids
    and statuses, never a text.
    """

    kind = models.CharField(max_length=30, choices=EventKind.choices)
    uid = models.UUIDField(default=uuid4, editable=False)
    comment = models.ForeignKey(
        Comment,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(default=timezone.now)
    distributed_at = models.DateTimeField(
        null=True, help_text=_("When it was addressed to the endpoints that want it.")
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(distributed_at__isnull=True),
                name="events_to_distribute",
            ),
            models.Index(fields=["occurred_at"], name="events_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class WebhookEndpoint(models.Model):
    """An address of another system that is told of events."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused: it kept failing")
        OFF = "off", _("Switched off")

    class Protocol(models.TextChoices):
        WEBHOOK = "webhook", _("Webhook")
        CORAL = "coral", _("Coral")
        WORDPRESS = "wordpress", _("WordPress")
        AKISMET = "akismet", _("Akismet")
        SLACK = "slack", _("Slack")
        MATTERMOST = "mattermost", _("Mattermost")
        TEAMS = "teams", _("Microsoft Teams")
        EMAIL = "email", _("E-mail")

    name = models.CharField(max_length=80, unique=True, help_text=_("The system that is told."))
    url = models.URLField(max_length=1000)
    protocol = models.CharField(
        max_length=10,
        choices=Protocol.choices,
        default=Protocol.WEBHOOK,
        editable=False,
        help_text=_("How it is told."),
    )
    source = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("It is told of comments from this source only. Empty = of all."),
    )
    secret = models.CharField(
        max_length=100,
        editable=False,
        help_text=_("Signs what is sent, as the Standard Webhooks specification says."),
    )
    kinds = models.JSONField(default=list, blank=True, help_text=_("Which events. None = all."))
    content = models.CharField(
        max_length=10,
        choices=[("ids", _("Ids and statuses")), ("text", _("The comment's text and name, too"))],
        default="ids",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)
    failing_since = models.DateTimeField(
        null=True, editable=False, help_text=_("The first failure since the last success.")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def wants(self, event: Event) -> bool:
        """Whether it is told of `event`, whose comment is loaded if it has one."""
        if self.source and not _is_from(event, self.source):
            return False
        return not self.kinds or event.kind in self.kinds


def _is_from(event: Event, source: str) -> bool:
    """An erased comment does not tell its source any more, so each is told of it."""
    if event.comment is None or event.kind == EventKind.COMMENT_ERASED:
        return event.comment is not None
    return (event.comment.source_id or "").startswith(f"{source}:")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(status=Delivery.Status.WAITING)


class Delivery(models.Model):
    """An event on its way to an endpoint, with the last answer."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(
        default=timezone.now,
        help_text=_("The next attempt. While one is made: when it counts as lost."),
    )
    answered_at = models.DateTimeField(null=True)
    answer_status = models.PositiveSmallIntegerField(null=True, help_text=_("Empty: none came."))
    answer = models.TextField(blank=True, help_text=_("The first 4 kB, or why none came."))

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(status="waiting"), name="deliveries_that_wait"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"
