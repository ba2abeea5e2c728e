"""Connections to Coral, and the events that it sent."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from articles.saving import SavesAmongOthers
from moderation.models import CoralConnection, CoralEvent
from moderation.services.connections.coral import connecting, inbox


@admin.register(CoralConnection)
class CoralConnectionAdmin(SavesAmongOthers):
    """The command `connect_coral` makes connections, since a token is not typed into a page."""

    list_display = ["name", "address", "status", "section"]
    fields = ["name", "address", "status", "section"]
    readonly_fields = ["name", "address", "status"]
    list_select_related = ["endpoint"]
    actions = ["pause", "resume"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def delete_model(self, request: HttpRequest, obj: CoralConnection) -> None:  # noqa: ARG002
        connecting.remove(connection=obj)

    def delete_queryset(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet[CoralConnection],
    ) -> None:
        for connection in queryset:
            connecting.remove(connection=connection)

    @admin.display(description=_("name"), ordering="endpoint__name")
    def name(self, connection: CoralConnection) -> str:
        return connection.endpoint.name

    @admin.display(description=_("address"))
    def address(self, connection: CoralConnection) -> str:
        return connection.endpoint.url

    @admin.display(description=_("status"))
    def status(self, connection: CoralConnection) -> str:
        return connection.endpoint.get_status_display()

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
