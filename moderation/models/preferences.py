from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# A whole day of minutes
MOST = 1440


class Preferences(models.Model):
    """A moderator's settings for the desk."""

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="preferences",
    )
    mask_evidence = models.BooleanField(
        _("Cover flagged words"),
        default=False,
        help_text=_("Flagged words stay covered until you select the comment."),
    )
    single_keys = models.BooleanField(
        _("Keyboard shortcuts"),
        default=True,
        help_text=_("Switch this off if you dictate, or if keys are struck by mistake."),
    )
    break_minutes = models.PositiveSmallIntegerField(
        _("remind me of a break after minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_("Minutes of work without a break. Empty: never."),
    )
    break_severe = models.PositiveSmallIntegerField(
        _("remind me of a break after severe comments"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_("Threats and attacks on groups, decided without a break. Empty: never."),
    )
    spread_severe = models.BooleanField(
        _("spread severe comments out"),
        default=False,
        help_text=_("Three other comments come before each, while there are any."),
    )
    passed_over = models.JSONField(
        _("rules to pass over"),
        default=list,
        blank=True,
        help_text=_("Comments that break one of them are left to your colleagues."),
    )
    density = models.CharField(
        _("Density"),
        max_length=20,
        choices=Density.choices,
        default=Density.COMFORTABLE,
        help_text=_("Compact shows the first lines of the comments that wait below."),
    )

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of {self.moderator}"
