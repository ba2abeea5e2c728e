"""Users and groups in the admin.  Nobody hands on more than `staff.rights` allows."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from staff import rights, second_factor, sessions
from staff.reauthentication import SensitiveAdmin, demanded_of_post

admin.site.unregister([User, Group])


class WithinRights(SensitiveAdmin):
    """Offers the permissions and groups that whoever asks may hand on, and rows they may change."""

    def may_change(self, request: HttpRequest, row: Model) -> bool:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        may = obj is None or self.may_change(request, obj)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        may = obj is None or self.may_change(request, obj)
        return may and super().has_delete_permission(request, obj)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **more: Any
    ) -> Any:
        if db_field.name == "groups":
            more["queryset"] = rights.grantable_groups(request.user)
        field = super().formfield_for_manytomany(db_field, request, **more)
        if db_field.name in ("permissions", "user_permissions"):
            offered = rights.grantable_permissions(request.user)
            field.queryset = offered.select_related("content_type")  # type: ignore[union-attr]
        return field


@admin.register(User)
class AccountAdmin(WithinRights, UserAdmin):
    """Django's admin of users, within the rights of whoever asks."""

    actions = ["reset_second_factor"]

    def may_change(self, request: HttpRequest, row: Model) -> bool:
        return rights.may_change_account(request.user, cast(User, row))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 -- the framework's signature
        form_url: str = "",
    ) -> HttpResponse:
        if asked := demanded_of_post(request):
            return asked
        with sessions.followed(request):
            return super().user_change_password(request, id, form_url)

    @admin.action(description=_("Reset the second factor"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        allowed = [user for user in queryset if rights.may_change_account(request.user, user)]
        number = sum(second_factor.reset(user=user) for user in allowed)
        told = ngettext(
            "%(number)d person can set up a second factor anew.",
            "%(number)d people can set up a second factor anew.",
            number,
        )
        messages.success(request, told % {"number": number})


@admin.register(Group)
class AccountGroupAdmin(WithinRights, GroupAdmin):
    """Django's admin of groups, within the rights of whoever asks."""

    def may_change(self, request: HttpRequest, row: Model) -> bool:
        return rights.may_change_group(request.user, cast(Group, row))
