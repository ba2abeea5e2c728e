"""What the admin shows of every connection to another system."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.saving import SavesAmongOthers
from moderation.services.connections import joining


class ConnectionAdmin(SavesAmongOthers):
    """A command makes connections, since their secrets are not typed into a page."""

    list_select_related = ["endpoint"]
    actions = ["pause", "resume"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:  # noqa: ARG002
        joining.remove(connection=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:  # noqa: ARG002
        for connection in queryset:
            joining.remove(connection=connection)

    @admin.display(description=_("name"), ordering="endpoint__name")
    def name(self, connection: Any) -> str:
        return str(connection.endpoint.name)

    @admin.display(description=_("address"))
    def address(self, connection: Any) -> str:
        return str(connection.endpoint.url)

    @admin.display(description=_("status"))
    def status(self, connection: Any) -> str:
        return str(connection.endpoint.get_status_display())
