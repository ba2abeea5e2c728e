from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A page of the desk with its filters, saved under a name.

    A moderator's own, or a named queue: one without a moderator is for everybody,
    or for the members of its groups, and the filters are its rules.
    """

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_views",
        help_text=_("Empty for a named queue."),
    )
    groups = models.ManyToManyField(
        Group,
        blank=True,
        related_name="+",
        help_text=_("Who sees a named queue; everybody if there are none."),
    )
    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(max_length=500, help_text=_("Path and query, on this site."))

    class Meta:
        ordering = ["name"]
        permissions = [("define_queues", "Can define queues for all")]
        constraints = [
            models.UniqueConstraint(
                fields=["moderator", "name"],
                name="a_moderator_names_a_view_once",
                violation_error_message=_("You have a view with this name already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(moderator__isnull=True),
                name="a_named_queue_has_its_own_name",
                violation_error_message=_("There is a queue with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
