from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author


class TrustQuerySet(models.QuerySet["Trust"]):
    def newest(self) -> "TrustQuerySet":
        """The last entry of each author."""
        newer = Trust.objects.filter(author=OuterRef("author"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newer))

    def in_force(self) -> "TrustQuerySet":
        """The last entry of each author, unless it is over or sets nothing."""
        lasts = Q(until__isnull=True) | Q(until__gt=timezone.now())
        return self.newest().filter(lasts).exclude(level=Trust.Level.ORDINARY)


class Trust(models.Model):
    """How an author's new comments are treated from now on.  Append-only: the last entry holds.

    An author without an entry, or whose last one is over, is an ordinary one.
    """

    class Level(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        TRUSTED = "trusted", _("Trusted")
        HELD = "held", _("Always held")

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="trust")
    level = models.CharField(max_length=10, choices=Level.choices)
    reason = models.CharField(max_length=500, blank=True, help_text=_("For moderators."))
    until = models.DateTimeField(null=True, blank=True, help_text=_("Empty = until it is changed."))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    objects = TrustQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "trust"

    def __str__(self) -> str:
        return f"{self.author}: {self.get_level_display()}"
