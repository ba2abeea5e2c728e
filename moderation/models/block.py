from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Author


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self) -> "BlockQuerySet":
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=timezone.now()), lifted_at__isnull=True
        )


class Reach(models.TextChoices):
    """What else a block bars besides the author's own name or account."""

    EMAIL = "email", "Whoever gives this author's e-mail address"
    NETWORK = "network", "Everybody in the network that this author posts from"


class Block(models.Model):
    """An author barred from commenting, for a time or for good.

    Addresses are kept as keyed hashes, and only where the block reaches them.
    """

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="blocks")
    reason = models.CharField(max_length=500, help_text="The author is shown this.")
    email_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    network_key = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
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
        help_text="The decision at the desk that it came with; undoing that lifts it.",
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
