from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """An address that may make an account in a group, by a link that works once and for a week."""

    email = models.EmailField()
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    opens_admin = models.BooleanField(
        default=False, help_text=_("Whether the account is to open the admin (“Staff status”).")
    )
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+", editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("add", "view", "delete")
        permissions = [
            ("appoint_moderators", "Can hand on the permissions of the desk without having them")
        ]

    def __str__(self) -> str:
        return self.email
