"""WordPress sites whose comments are moderated here."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models.webhook import WebhookEndpoint


class WordPressConnection(models.Model):
    """A WordPress site: its name, address and status are those of the endpoint that decisions go
    to.

    `read_from` and `swept_from` are moments that the site's comments are asked for after: as it
    gives them, in its own time and without a zone.
    """

    endpoint = models.OneToOneField(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="wordpress", editable=False
    )
    username = models.CharField(
        max_length=200, help_text=_("An account of its own in WordPress, with the role Editor.")
    )
    password = models.CharField(
        max_length=200, editable=False, help_text=_("An application password of that account.")
    )
    section = models.CharField(
        max_length=80,
        blank=True,
        help_text=_("Its posts belong to this section, and so under the section's policy."),
    )
    publishes = models.BooleanField(
        default=False,
        help_text=_(
            "Publish what WordPress holds, where the policy does. "
            "Otherwise it waits for a moderator."
        ),
    )
    look_back_days = models.PositiveSmallIntegerField(
        default=14,
        help_text=_("Comments of so many days are read again and again, to notice changes."),
    )
    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text=_("An inactive account in whose name decisions made in WordPress are recorded."),
    )
    read_from = models.CharField(max_length=40, editable=False)
    swept_from = models.CharField(max_length=40, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text=_("The next reading. While one is made: when it counts as lost."),
    )
    read_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When everything new had been read.")
    )
    answer = models.TextField(
        blank=True, editable=False, help_text=_("Why the last reading failed. Empty = it did not.")
    )

    class Meta:
        verbose_name = "WordPress connection"
        ordering = ["endpoint__name"]

    def __str__(self) -> str:
        return self.endpoint.name

    @property
    def source(self) -> str:
        """What the ids of its posts, users and comments begin with, before a colon."""
        return self.endpoint.source


class WordPressComment(models.Model):
    """Where a comment stood in WordPress when it was last seen there, or written.

    What is found there and differs from this was changed there.
    """

    connection = models.ForeignKey(
        WordPressConnection, on_delete=models.CASCADE, related_name="comments", db_index=False
    )
    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="in_wordpress", db_constraint=False
    )
    own_id = models.PositiveBigIntegerField(help_text=_("Its id in WordPress."))
    posted = models.CharField(max_length=40, help_text=_("Its date in WordPress's own time."))
    status = models.CharField(max_length=20, help_text=_("Its status in WordPress."))
    written = models.CharField(
        max_length=20, blank=True, help_text=_("The status that is being written there.")
    )
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of its HTML in WordPress."))
    text_digest = models.CharField(
        max_length=64, help_text=_("SHA-256 of the text here that is the same.")
    )
    original = models.TextField(
        blank=True, help_text=_("Its HTML before a text from here took its place.")
    )
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "own_id"],
                name="a_wordpress_comment_is_known_once",
                violation_error_message=_("This comment is known already."),
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "posted"], name="wordpress_comments_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.connection} {self.own_id}"


class WordPressConflict(models.Model):
    """A comment that was changed here and in WordPress before either knew of the other."""

    class Subject(models.TextChoices):
        STATUS = "status", _("Status")
        TEXT = "text", _("Text")

    class Side(models.TextChoices):
        HERE = "here", _("Here")
        THERE = "there", _("In WordPress")

    connection = models.ForeignKey(
        WordPressConnection, on_delete=models.CASCADE, related_name="conflicts"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    subject = models.CharField(max_length=10, choices=Subject.choices)
    here = models.CharField(max_length=20, help_text=_("The comment's status here."))
    there = models.CharField(max_length=20, help_text=_("The comment's status in WordPress."))
    stands = models.CharField(max_length=10, choices=Side.choices, help_text=_("Whose change."))
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "WordPress conflict"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Comment {self.comment_id}: {self.here} here, {self.there} in WordPress"
