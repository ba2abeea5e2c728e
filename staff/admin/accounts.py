"""Users and groups in the admin."""

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from staff import second_factor
from staff.reauthentication import SensitiveAdmin, demanded

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(SensitiveAdmin, UserAdmin):
    """Django's admin of users."""

    actions = ["reset_second_factor"]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 -- the framework's signature
        form_url: str = "",
    ) -> HttpResponse:
        asked = demanded(request) if request.method == "POST" else None
        return asked or super().user_change_password(request, id, form_url)

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        number = sum(second_factor.reset(user=user) for user in queryset)
        told = ngettext(
            "%(number)d person can set up a second factor anew.",
            "%(number)d people can set up a second factor anew.",
            number,
        )
        messages.success(request, told % {"number": number})


@admin.register(Group)
class AccountGroupAdmin(SensitiveAdmin, GroupAdmin):
    """Django's admin of groups."""
