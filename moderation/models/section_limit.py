from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SectionLimit(models.Model):
    """A section that a user, or every member of a group, moderates.

    Moderators with limits, of their own or of a group's, moderate those sections
    only; moderators without any moderate all.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="section_limits",
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="section_limits"
    )
    section = models.CharField(max_length=80, help_text=_("As written in the articles."))

    class Meta:
        ordering = ["section"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, group__isnull=True)
                | Q(user__isnull=True, group__isnull=False),
                name="a_section_limit_is_of_a_user_or_a_group",
                violation_error_message=_("Choose a user or a group, not both."),
            ),
            models.CheckConstraint(
                condition=Q(section__gt=""),
                name="a_section_limit_names_a_section",
                violation_error_message=_("Name a section."),
            ),
            models.UniqueConstraint(
                fields=["user", "section"],
                name="a_user_is_given_a_section_once",
                violation_error_message=_("This user has this section already."),
            ),
            models.UniqueConstraint(
                fields=["group", "section"],
                name="a_group_is_given_a_section_once",
                violation_error_message=_("This group has this section already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.group}: {self.section}"
