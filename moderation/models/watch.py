from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Watch(models.Model):
    """A moderator watches an article: its new comments are held, or reviewed first.

    Where several watch an article, the strictest treatment applies.
    """

    class Treatment(models.TextChoices):
        FIRST = "first", _("Published, and reviewed first")
        HOLD = "hold", _("Hidden until reviewed")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="watches")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches"
    )
    treatment = models.CharField(max_length=10, choices=Treatment.choices)
    watched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-watched_at", "-id"]
        verbose_name_plural = "watches"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "moderator"],
                name="a_moderator_watches_an_article_once",
                violation_error_message=_("This moderator watches this article already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderator} watches {self.article}"
