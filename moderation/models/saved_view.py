from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A page of the desk with its filters, saved by a moderator under a name."""

    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(max_length=500, help_text="Path and query, on this site.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["moderator", "name"],
                name="a_moderator_names_a_view_once",
                violation_error_message=_("You have a view with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
