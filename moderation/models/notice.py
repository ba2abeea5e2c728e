import secrets

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, Comment
from moderation.models.block import Block
from moderation.models.decision import Decision
from moderation.models.policy import Clause, PolicyVersion


def new_token() -> str:
    return secrets.token_urlsafe(32)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unsent(self) -> "NoticeQuerySet":
        """Notices that an e-mail should go out for, and has not."""
        return self.filter(
            emailed_at__isnull=True, passed_over_at__isnull=True, author__email__gt=""
        )

    def about_comments(self) -> "NoticeQuerySet":
        """Notices of what readers see of a comment, and not of a measure against its author."""
        return self.exclude(kind__in=(Notice.Kind.WARNED, Notice.Kind.BLOCKED))


class Notice(models.Model):
    """What an author is told about a comment or a block: a statement of reasons.

    Whoever knows the token may read it, so that nobody needs an account to
    learn what was done with their words, or to object.
    """

    class Kind(models.TextChoices):
        HELD = "held", "Your comment is waiting for review"
        REMOVED = "removed", "Your comment was removed"
        PUBLISHED = "published", "Your comment is published"
        WARNED = "warned", "A warning from the moderators"
        BLOCKED = "blocked", "You are blocked from commenting"
        APPEAL_UPHELD = "appeal_upheld", "Your appeal was upheld"
        APPEAL_REJECTED = "appeal_rejected", "Your appeal was rejected"

    class Automation(models.TextChoices):
        """How much was left to the classifier, in the words of the EU's database."""

        FULLY = "fully", "The classifier decided"
        PARTIALLY = "partially", "The classifier held it; a person decides"
        NOT = "not", "A person decided"

    APPEALABLE = (Kind.REMOVED, Kind.BLOCKED)

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
        help_text="The appeal whose outcome it tells.",
    )
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.JSONField(
        default=list, blank=True, help_text="The words that speak for the clause."
    )
    explanation = models.CharField(max_length=2000, blank=True)
    automated_detection = models.BooleanField(help_text="The classifier pointed it out.")
    automation = models.CharField(max_length=10, choices=Automation.choices)
    created_at = models.DateTimeField(default=timezone.now)
    emailed_at = models.DateTimeField(null=True, blank=True)
    recipient_key = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="A keyed hash of the mailbox that the e-mail went to.",
    )
    passed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it was settled that no e-mail goes out: a newer notice tells more, or the "
        "mailbox has had its e-mails for the day.",
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
                name="letters_to_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("discussion:notice", args=[self.token])
