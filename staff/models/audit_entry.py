from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One line of the log of sign-ins and changes of rights.

    Accounts are kept by name, so that the log outlives them.  A trigger refuses changes; entries
    are only erased, by age.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        REFUSED = "refused", _("Sign-in refused")
        LOCKED_OUT = "locked_out", _("Locked out")
        SIGNED_OUT = "signed_out", _("Signed out")
        ENDED = "ended", _("Session ended")
        FACTOR_ADDED = "factor_added", _("Second factor set up")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        INVITED = "invited", _("Invited")
        GIVEN = "given", _("Rights given")
        TAKEN = "taken", _("Rights taken")

    kind = models.CharField(max_length=20, choices=Kind)
    account = models.CharField(max_length=150, blank=True)
    detail = models.TextField(blank=True)
    by = models.CharField(
        max_length=150, blank=True, help_text=_("Empty: a command, or the account itself.")
    )
    network = models.CharField(
        max_length=64, blank=True, help_text=_("Recognises a network without naming it.")
    )
    noted_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "audit entries"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"
