import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Comment
from moderation.models.block import Block
from moderation.models.clause import Clause
from moderation.models.decision import Decision
from moderation.models.emailed import EmailedQuerySet
from moderation.models.policy import PolicyVersion


def new_token() -> str:
    return secrets.token_urlsafe(32)


class NoticeQuerySet(EmailedQuerySet["Notice"]):
    def about_comments(self) -> "NoticeQuerySet":
        """Notices about a comment, without those about a sanction against its author."""
        return self.exclude(kind__in=Notice.SANCTIONS)


class Notice(models.Model):
    """What an author is told about a comment or a block: a statement of reasons.

    The token gives access, so that authors without an account can read it and appeal.
    """

    class Kind(models.TextChoices):
        HELD = "held", _("Comment held for review")
        REMOVED = "removed", _("Comment removed")
        PUBLISHED = "published", _("Comment published")
        REDACTED = "redacted", _("Words removed from a comment")
        WARNED = "warned", _("Author warned")
        BLOCKED = "blocked", _("Author blocked")
        APPEAL_UPHELD = "appeal_upheld", _("Appeal upheld")
        APPEAL_REJECTED = "appeal_rejected", _("Appeal rejected")

    class Automation(models.TextChoices):
        """How far the decision was automated, in the terms of the EU's database."""

        FULLY = "fully", _("The classifier decided")
        PARTIALLY = "partially", _("The classifier held it; a person decides")
        NOT = "not", _("A person decided")

    SANCTIONS = (Kind.WARNED, Kind.BLOCKED)
    APPEALABLE = (Kind.REMOVED, Kind.REDACTED, Kind.BLOCKED)

    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="notices")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="notice"
    )
    block = models.OneToOneField(
        Block, null=True, blank=True, on_delete=models.PROTECT, related_name="notice"
    )
    answers = models.ForeignKey(
        "moderation.Appeal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The appeal that it answers."),
    )
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.JSONField(
        default=list, blank=True, help_text=_("The words that led to the decision.")
    )
    explanation = models.CharField(max_length=2000, blank=True)
    automated_detection = models.BooleanField(help_text=_("Whether the classifier flagged it."))
    automation = models.CharField(max_length=10, choices=Automation.choices)
    created_at = models.DateTimeField(default=timezone.now)
    emailed_at = models.DateTimeField(null=True, blank=True)
    recipient_key = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Keyed hash of the recipient's mailbox."),
    )
    passed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_(
            "When it was decided to send no e-mail: a newer notice replaced this one, or the "
            "mailbox reached its daily limit."
        ),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(emailed_at__isnull=True, passed_over_at__isnull=True),
                name="notices_not_sent_yet",
            ),
            models.Index(
                fields=["recipient_key", "emailed_at"],
                condition=models.Q(emailed_at__isnull=False),
                name="emails_to_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("discussion:notice", args=[self.token])
