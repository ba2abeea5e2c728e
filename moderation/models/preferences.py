from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preferences(models.Model):
    """A moderator's settings for the desk."""

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="preferences",
    )
    mask_evidence = models.BooleanField(
        _("mask offensive words"),
        default=False,
        help_text=_("The words that speak for a clause are covered until you go to their comment."),
    )
    single_keys = models.BooleanField(
        _("single keys decide"),
        default=True,
        help_text=_("Switch this off if you dictate, or if keys are struck by mistake."),
    )

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.moderator}"
