from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key may be used for."""

    SCORE = "score", _("Score texts")
    ARTICLES = "articles", _("Create and change articles")
    SUBMIT = "submit", _("Submit, edit and erase comments")
    READ = "read", _("Read comments, authors and policies")
    MODERATE = "moderate", _("Read the queue and decide")


def only_score() -> list[str]:
    return [Scope.SCORE.value]


class ApiKey(models.Model):
    """An API key of another system, stored as a digest only.

    A key expires at `expires_at` if that is set, which is no status: it needs no job to set it.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        REVOKED = "revoked", _("Revoked")

    name = models.CharField(
        max_length=80, unique=True, help_text=_("The system that uses the key.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    scopes = models.JSONField(default=only_score, help_text=_("What the key may be used for."))
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whose decisions the key makes; needed for the scope “moderate”."),
    )
    calls_per_minute = models.PositiveIntegerField(default=600)
    origins = models.JSONField(
        default=list,
        blank=True,
        help_text=_("The sites whose pages may call with it. None = those of API_ORIGINS."),
    )
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty = never."))
    last_used_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("To the minute.")
    )

    class Meta:
        verbose_name = "API key"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_valid_at(self, moment: datetime) -> bool:
        expired = self.expires_at is not None and self.expires_at <= moment
        return self.status == self.Status.ACTIVE and not expired
