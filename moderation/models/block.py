from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self) -> "BlockQuerySet":
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=timezone.now()), lifted_at__isnull=True
        )


class Reach(models.TextChoices):
    """Whom a block applies to besides the author."""

    EMAIL = "email", _("Anyone using this e-mail address")
    NETWORK = "network", _("Everyone on the same network")


class Block(models.Model):
    """An author's block from commenting, temporary or permanent.

    E-mail address and network are stored as keyed hashes, and only if the block covers them.
    """

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="blocks")
    reason = models.CharField(max_length=500, help_text=_("Shown to the author."))
    email_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    network_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    until = models.DateTimeField(null=True, blank=True, help_text=_("Empty = permanently."))
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    blocked_at = models.DateTimeField(default=timezone.now)
    decision = models.OneToOneField(
        "moderation.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="block",
        help_text=_("The decision that it was made with; undoing it lifts the block."),
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-blocked_at"]

    def __str__(self) -> str:
        return f"{self.author}: {self.reason}"
