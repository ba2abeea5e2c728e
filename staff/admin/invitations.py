"""Invitations in the admin: made and withdrawn, never changed."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import mail_setup
from staff import invitations, rights
from staff.models import Invitation
from staff.reauthentication import SensitiveAdmin


@admin.register(Invitation)
class InvitationAdmin(SensitiveAdmin):
    list_display = ["email", "group", "opens_admin", "invited_by", "invited_at", "accepted_at"]
    list_select_related = ["group", "invited_by"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **more: Any
    ) -> Any:
        if db_field.name == "group":
            more["queryset"] = rights.grantable_groups(request.user)
        return super().formfield_for_foreignkey(db_field, request, **more)

    def save_model(
        self,
        request: HttpRequest,
        obj: Invitation,
        form: ModelForm,
        change: bool,  # noqa: ARG002
    ) -> None:
        made = invitations.invite(**form.cleaned_data, by=cast(User, request.user))
        obj.pk = made.pk
        if mail_setup.is_printed() or not invitations.send(made):
            told = _("No e-mail went out. Give them this link, which works once: %(url)s")
            messages.warning(request, told % {"url": invitations.address_of(made)})
