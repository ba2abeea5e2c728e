from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempts(models.Model):
    """The attempts that count towards a rate limit, until `ends_at`.

    `articles.limits` counts them; the nightly job deletes expired rows.
    """

    name = models.CharField(max_length=40, help_text=_("The rate limit."))
    key = models.CharField(max_length=64, help_text=_("Keyed hash of who is limited."))
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                name="attempts_are_counted_together",
                violation_error_message=_("These attempts are counted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
