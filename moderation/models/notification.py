from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Comment
from moderation.models.emailed import EmailedQuerySet


class NotificationQuerySet(EmailedQuerySet["Notification"]):
    def shown(self) -> "NotificationQuerySet":
        """Those of replies that readers see now."""
        return self.filter(comment__status=Comment.Status.PUBLISHED)


class Notification(models.Model):
    """What tells an author that somebody replied to a comment of theirs."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="notifications")
    comment = models.OneToOneField(
        Comment,
        on_delete=models.CASCADE,
        related_name="notification",
        help_text=_("The reply."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(
        default=timezone.now, help_text=_("When an e-mail may be tried, or tried again.")
    )
    emailed_at = models.DateTimeField(null=True, blank=True)
    passed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When it was decided to send no e-mail, such as to a blocked author."),
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(emailed_at=None, passed_over_at=None),
                name="notifications_not_sent_yet",
            ),
            models.Index(
                fields=["author", "emailed_at"],
                condition=models.Q(emailed_at__isnull=False),
                name="notifications_sent",
            ),
            models.Index(
                fields=["author"],
                condition=models.Q(seen_at=None),
                name="notifications_not_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.comment}"
