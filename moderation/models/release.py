from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClassifierRelease(models.Model):
    """A trained classifier, named by its digest.  Exactly one is active."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SHADOW = "shadow", _("Shadow")
        RETIRED = "retired", _("Retired")

    classifier = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SHADOW)
    registered_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When another release replaced it.")
    )

    class Meta:
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="active"),
                name="one_release_is_active",
                violation_error_message=_("Another release is active already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
