"""Connections to Coral, and the events that it sent."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from moderation.admin.connections import ConnectionAdmin
from moderation.models import CoralConnection, CoralEvent
from moderation.services.connections.coral import connecting, inbox


@admin.register(CoralConnection)
class CoralConnectionAdmin(ConnectionAdmin):
    """The command `connect_coral` makes connections, since a token is not typed into a page."""

    list_display = ["name", "address", "status", "section"]
    fields = ["name", "address", "status", "section"]
    readonly_fields = ["name", "address", "status"]

    @admin.action(description=_("Pause: let comments pass unjudged"), permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[CoralConnection]) -> None:
        for connection in queryset.select_related("endpoint"):
            connecting.pause(connection=connection)
        messages.success(request, _("Paused. Coral's comments appear unjudged from now on."))

    @admin.action(description=_("Resume: judge, and send what waits"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[CoralConnection]) -> None:
        for connection in queryset.select_related("endpoint"):
            connecting.resume(connection=connection)
        messages.success(request, _("Resumed. What waits for them is sent now."))


@admin.register(CoralEvent)
class CoralEventAdmin(RecordAdmin):
    """The inbox: what Coral sent, and what came of it."""

    list_display = ["kind", "connection", "status", "attempts", "answer", "received_at"]
    list_filter = ["status", "kind", "connection"]
    list_select_related = ["connection__endpoint"]
    actions = ["work_again"]

    def has_work_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("moderation.change_coralevent")

    @admin.action(description=_("Work again"), permissions=["work_again"])
    def work_again(self, request: HttpRequest, queryset: QuerySet[CoralEvent]) -> None:
        number = inbox.work_again(events=queryset)
        messages.success(request, _("To be worked again: %(number)d") % {"number": number})
