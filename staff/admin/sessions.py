"""Where the staff are signed in, in the admin."""

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from staff import rights, sessions
from staff.models import StaffSession
from staff.reauthentication import demanded


@admin.register(StaffSession)
class StaffSessionAdmin(RecordAdmin):
    list_display = ["user", "device", "signed_in_at"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    actions = ["end"]

    def has_end_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("staff.delete_staffsession"))

    @admin.action(description=_("End the selected sessions"), permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[StaffSession]) -> object:
        if asked := demanded(request):
            return asked
        users = User.objects.filter(staff_sessions__in=queryset)
        allowed = [user for user in users if rights.may_change_account(request.user, user)]
        sessions.end(sessions=queryset.filter(user__in=allowed))
        messages.success(request, _("The sessions were ended."))
        return None
