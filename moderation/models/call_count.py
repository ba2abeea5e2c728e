from django.db import models
from django.utils.translation import gettext_lazy as _


class CallCount(models.Model):
    """How many calls of a client had an outcome, since the first one; for `/metrics`.

    `client` is the name of its key, so that the count outlives the key.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        OVER_QUOTA = "over_quota", _("Over the quota")

    client = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "outcome"],
                name="one_count_an_outcome",
                violation_error_message=_("There is a count of these calls already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.outcome}: {self.number}"
