from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.author import Author


class EmailProof(models.Model):
    """A link that proves by one use that an address is an author's, or an account's.

    It is sent by e-mail to that address: see `articles.confirming`.
    """

    author = models.ForeignKey(
        Author, null=True, blank=True, on_delete=models.CASCADE, related_name="email_proofs"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="email_proofs",
    )
    email = models.EmailField()
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    emailed_at = models.DateTimeField(null=True, blank=True)
    passed_over_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When it was decided to send no e-mail: the mailbox reached its daily limit."),
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(author=None) ^ models.Q(user=None),
                name="an_address_is_proved_for_one",
                violation_error_message=_("An address belongs to an author or to an account."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(emailed_at=None, passed_over_at=None),
                name="email_proofs_to_send",
            ),
        ]

    def __str__(self) -> str:
        return self.email
