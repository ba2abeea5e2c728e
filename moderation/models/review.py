from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment

# Added to the priority of a case if the second opinion differs.
DISPUTED = 0.5
# Added to the priority of a case that a reader reported as illegal: ahead of all others.
ILLEGAL = 4.0
# Added to that of a comment on a watched article: ahead of those that are held, too.
WATCHED = 2.0


def priority_of(
    probability: float | None,
    *,
    is_held: bool,
    is_disputed: bool = False,
    is_reported_illegal: bool = False,
    is_watched: bool = False,
) -> float:
    """The priority of a case: what is reported as illegal first, then what is on a watched article,
    then held comments before visible ones, then by probability.
    """
    urgent = DISPUTED * is_disputed + WATCHED * is_watched + ILLEGAL * is_reported_illegal
    return (probability or 0.0) + is_held + urgent


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def open(self) -> "ReviewItemQuerySet":
        return self.filter(status=ReviewItem.Status.OPEN)

    def unjudged(self) -> "ReviewItemQuerySet":
        """Open cases of comments that are not judged yet."""
        return self.open().filter(unjudged_since__isnull=False)

    def not_scored(self) -> "ReviewItemQuerySet":
        """Open cases of comments that the classifier failed on."""
        failed = self.open().filter(unjudged_since__isnull=True)
        return failed.filter(queue=ReviewItem.Queue.NOT_SCORED)

    def due_at(self, moment: datetime) -> "ReviewItemQuerySet":
        """Leave out cases that are snoozed beyond `moment`."""
        return self.filter(Q(deferred_until__isnull=True) | Q(deferred_until__lte=moment))

    def claimed_by_others(self, moderator: User, moment: datetime) -> "ReviewItemQuerySet":
        """Cases that somebody else has claimed beyond `moment`."""
        claimed = self.filter(claimed_by__isnull=False, claimed_until__gt=moment)
        return claimed.exclude(claimed_by=moderator)

    def not_assigned_to_others(self, moderator: User) -> "ReviewItemQuerySet":
        return self.filter(Q(assigned_to__isnull=True) | Q(assigned_to=moderator))

    def free_for(self, moderator: User, moment: datetime) -> "ReviewItemQuerySet":
        """Leave out cases that somebody else has claimed beyond `moment`."""
        return self.filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lte=moment) | Q(claimed_by=moderator)
        )


class ReviewItem(models.Model):
    """A case for the moderators: a comment that needs review."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Queue(models.TextChoices):
        NEEDS_REVIEW = "needs_review", _("Needs review")
        REPORTED = "reported", _("Reported by readers")
        NOT_SCORED = "not_scored", _("Not scored")
        APPEALS = "appeals", _("Appeals")
        ESCALATED = "escalated", _("Escalated")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="review_items")
    queue = models.CharField(max_length=20, choices=Queue.choices, default=Queue.NEEDS_REVIEW)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    priority = models.FloatField(
        default=0.0, help_text=_("Held comments first, then by probability.")
    )
    probability = models.FloatField(
        null=True, blank=True, help_text=_("Of the worst finding; empty if there is none.")
    )
    reports = models.PositiveIntegerField(
        default=0, help_text=_("Reports by readers that are still open.")
    )
    legal_reports = models.PositiveIntegerField(
        default=0, help_text=_("Those of the reports that say it is illegal.")
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    unjudged_since = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the text was stored, until it is judged; then empty."),
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Whom the claim was taken over from, while it lasts."),
    )
    deferred_until = models.DateTimeField(null=True, blank=True)
    disputed = models.BooleanField(
        default=False, help_text=_("The second opinion has another verdict.")
    )
    severe = models.BooleanField(
        default=False, help_text=_("A finding is about a threat, violence or an attack on a group.")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who is to decide it; others pass it over."),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    escalated_from = models.CharField(
        max_length=20,
        choices=Queue.choices,
        blank=True,
        help_text=_("The queue that an undo returns it to."),
    )

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        permissions = [
            ("moderate", "Can work at the moderator's desk"),
            ("decide_escalated", "Can decide escalated cases"),
            ("assign_cases", "Can assign cases to colleagues"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(status="open"),
                name="a_comment_has_one_open_review_item",
                violation_error_message=_("This comment has an open case already."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "id"],
                condition=Q(status="open"),
                name="open_items_worst_first",
            ),
            models.Index(
                fields=["queue", "severe", "-priority", "id"],
                condition=Q(status="open"),
                name="open_items_spread",
            ),
            models.Index(
                "queue",
                Abs(F("probability") - 0.5),
                "id",
                condition=Q(status="open"),
                name="open_items_uncertain_first",
            ),
            models.Index(
                fields=["queue", "opened_at", "id"],
                condition=Q(status="open"),
                name="open_items_oldest_first",
            ),
            models.Index(
                fields=["-reports", "id"],
                condition=Q(status="open", reports__gt=0),
                name="open_items_most_reported_first",
            ),
            models.Index(
                fields=["queue", "deferred_until"],
                condition=Q(status="open"),
                name="open_items_counted",
            ),
            models.Index(
                fields=["assigned_to", "-priority", "id"],
                condition=Q(status="open", assigned_to__isnull=False),
                name="open_items_assigned",
            ),
            models.Index(
                fields=["deferred_until", "id"],
                condition=Q(status="open", deferred_until__isnull=False),
                name="open_items_snoozed",
            ),
            models.Index(
                fields=["unjudged_since"],
                condition=Q(status="open", unjudged_since__isnull=False),
                name="open_items_not_judged_yet",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of comment {self.comment_id}"
