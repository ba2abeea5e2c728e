from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Comment


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def open(self) -> "ReviewItemQuerySet":
        return self.filter(status=ReviewItem.Status.OPEN)

    def worst_first(self) -> "ReviewItemQuerySet":
        return self.order_by("-priority", "id")

    def unclaimed_at(self, moment: datetime) -> "ReviewItemQuerySet":
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=moment))


class ReviewItem(models.Model):
    """The open case of a comment that a moderator should look at."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Queue(models.TextChoices):
        NEEDS_REVIEW = "needs_review", "Needs review"
        NOT_SCORED = "not_scored", "Not scored"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="review_items")
    queue = models.CharField(max_length=20, choices=Queue.choices, default=Queue.NEEDS_REVIEW)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    priority = models.FloatField(
        default=0.0, help_text="Held comments come before visible ones, then by probability."
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        permissions = [("moderate", "Can work at the moderator's desk")]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(status="open"),
                name="a_comment_has_one_open_review_item",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "id"],
                condition=Q(status="open"),
                name="open_items_worst_first",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of comment {self.comment_id}"
