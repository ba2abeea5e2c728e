from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision
from moderation.models.notice import Notice


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(status=Appeal.Status.OPEN)


class Appeal(models.Model):
    """An author's objection to a notice, decided by a moderator who had no part in the decision."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")

    MAX_LENGTH = 2000

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    lodged_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    answer = models.CharField(max_length=1000, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["lodged_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | Q(decided_at__isnull=False),
                name="a_decided_appeal_says_when",
                violation_error_message=_("A decided appeal needs the time of its decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal against “{self.notice}”"
