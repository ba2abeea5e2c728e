from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippedGroup(models.Model):
    """A group of users that `migrate` made, and the permissions that it gave the group.

    So a permission that an administrator takes away, or a group that they delete or rename, is
    not given or made again.
    """

    name = models.CharField(max_length=150, unique=True, help_text=_("As it was made."))
    group = models.OneToOneField(
        Group,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty if it was deleted, or if the site had a group of this name before."),
    )
    given = models.JSONField(default=list, help_text=_("app.codename of each permission given."))

    def __str__(self) -> str:
        return self.name
