from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Comment
from moderation.models.decision import Decision
from moderation.models.notice import new_token


class LegalReport(models.Model):
    """A reader's report that a comment is illegal, as Article 16 of the EU's Digital Services Act
    describes it.

    It is answered by a decision about the comment.  The reporter may contest the answer once; a
    moderator who did not decide before then answers with `review`.  The token gives access to the
    reporter's page.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        ANSWERED = "answered", _("Answered")
        CONTESTED = "contested", _("Contested")
        REVIEWED = "reviewed", _("Answered after it was contested")

    LENGTH = 3000
    OPEN = (Status.RECEIVED, Status.CONTESTED)

    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="legal_reports")
    explanation = models.TextField(help_text=_("Which law it breaks, or why it is illegal."))
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    good_faith_at = models.DateTimeField(
        help_text=_("When the reporter stated that the report is accurate and made in good faith.")
    )
    reported_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_reports"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True, help_text=_("Why the reporter contests the answer."))
    contested_at = models.DateTimeField(null=True, blank=True)
    review = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_reviews"
    )
    receipt_emailed_at = models.DateTimeField(null=True, blank=True)
    answer_emailed_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="legal_reports_made",
        help_text=_("The reporter, if known as an author."),
    )
    reporter = models.CharField(max_length=64, help_text=_("Keyed hash of the person."))
    network = models.CharField(max_length=64, help_text=_("Keyed hash of the network."))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                name="one_person_reports_a_comment_as_illegal_once",
                violation_error_message=_(
                    "This person has reported this comment as illegal already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="received") | Q(decision__isnull=False),
                name="an_answered_legal_report_has_its_decision",
                violation_error_message=_("An answered report needs the decision that answers it."),
            ),
        ]

    def __str__(self) -> str:
        return f"Report that comment {self.comment_id} is illegal"

    def get_absolute_url(self) -> str:
        return reverse("discussion:legal_report", args=[self.token])

    @property
    def last_decision(self) -> Decision | None:
        """The decision that answers it now."""
        return self.review or self.decision

    @property
    def is_granted(self) -> bool:
        """Whether its answer did what it asks for: the comment was removed."""
        answer = self.last_decision
        return answer is not None and answer.action == Decision.Action.REMOVE
