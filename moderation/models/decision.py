from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models.clause import Clause
from moderation.models.policy import PolicyVersion
from moderation.models.release import ClassifierRelease


class DecisionQuerySet(models.QuerySet["Decision"]):
    def not_undone(self) -> "DecisionQuerySet":
        return self.exclude(action=Decision.Action.UNDO).filter(undone_by__isnull=True)

    def standing(self) -> "DecisionQuerySet":
        """Decisions that determine whether readers see a comment, and were not undone."""
        return self.filter(action__in=Decision.SETTLING, undone_by__isnull=True)

    def by_people(self) -> "DecisionQuerySet":
        """Leave out what the classifier decided."""
        return self.filter(moderator__isnull=False)

    def of_current_text(self) -> "DecisionQuerySet":
        """Leave out decisions about a text that was edited since."""
        return self.filter(
            Q(comment__edited_at__isnull=True) | Q(decided_at__gte=F("comment__edited_at"))
        )

    def standing_by_comment(self, comment_ids: Iterable[int]) -> "dict[int, Decision]":
        """The newest standing decision about each comment that has one, by the comment's id."""
        decisions = self.standing().filter(comment__in=comment_ids).order_by("pk")
        return {decision.comment_id: decision for decision in decisions}


class Decision(models.Model):
    """What was decided about a comment, by whom and why.  Append-only.

    An undo is a separate decision that points at the undone one.  A database
    trigger refuses updates of existing rows, and another adds its DecisionLink.
    """

    class Action(models.TextChoices):
        APPROVE = "approve", _("Approve")
        REMOVE = "remove", _("Remove")
        FEATURE = "feature", _("Feature")
        REDACT = "redact", _("Remove words")
        DEFER = "defer", _("Defer")
        ESCALATE = "escalate", _("Escalate")
        WARN = "warn", _("Warn the author")
        BLOCK = "block", _("Block the author")
        UNDO = "undo", _("Undo")

    # Those that need nothing but a clause, and those that settle what readers see.
    PLAIN = (Action.APPROVE, Action.REMOVE, Action.FEATURE)
    SETTLING = (*PLAIN, Action.REDACT)

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=20, choices=Action.choices)
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    note = models.CharField(max_length=1000, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text=_("Empty if the classifier decided."),
    )
    release = models.ForeignKey(
        ClassifierRelease, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scores_seen = models.JSONField(null=True, blank=True)
    status_before = models.CharField(max_length=10, choices=Comment.Status.choices)
    status_after = models.CharField(max_length=10, choices=Comment.Status.choices)
    review_item = models.ForeignKey(
        "moderation.ReviewItem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text=_("The case that the decision closed; an undo reopens it."),
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    batch = models.UUIDField(
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Shared by the decisions of one bulk action."),
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        permissions = [("compare_moderators", "Can see each moderator's statistics")]
        indexes = [
            models.Index(fields=["-decided_at"], name="decision_log"),
            models.Index(
                fields=["moderator", "decided_at"],
                condition=Q(moderator__isnull=False),
                name="decisions_of_a_moderator",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action="undo", undoes__isnull=False)
                | ~Q(action="undo") & Q(undoes__isnull=True),
                name="an_undo_points_at_what_it_undoes",
                violation_error_message=_(
                    "An undo needs the decision that it undoes, and no other decision has one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} comment {self.comment_id}"

    def is_of_text_of(self, comment: Comment) -> bool:
        """Whether `comment`, which this is about, was not edited since."""
        return comment.edited_at is None or comment.edited_at <= self.decided_at
