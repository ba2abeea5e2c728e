from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author
from moderation.models.decision import Decision


class StrikeAnswer(models.Model):
    """What a moderator made of the sanction that an author's strikes proposed.

    A new strike proposes anew, and so does undoing `decision`, the warning or the block of a
    confirmed one.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")
        UNDONE = "undone", _("Confirmed, then undone")

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="strike_answers")
    strike = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="+", help_text=_("The newest strike.")
    )
    strikes = models.PositiveIntegerField()
    measure = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "strike"],
                condition=~models.Q(outcome="undone"),
                name="a_proposed_sanction_is_answered_once",
                violation_error_message=_("This proposal was answered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.get_outcome_display()}"
