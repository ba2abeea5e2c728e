"""Connections to WordPress, and the conflicts that were found."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from moderation.admin.connections import ConnectionAdmin
from moderation.models import WordPressConflict, WordPressConnection
from moderation.services.connections.wordpress import connecting

SHOWN = ["name", "address", "status", "read_at", "answer"]


@admin.register(WordPressConnection)
class WordPressConnectionAdmin(ConnectionAdmin):
    """The command `connect_wordpress` makes them, since a password is not typed into a page."""

    list_display = [*SHOWN[:4], "section", "answer"]
    fields = [*SHOWN, "username", "section", "publishes", "look_back_days"]
    readonly_fields = [*SHOWN, "username"]

    @admin.action(
        description=_("Pause: read nothing, and send no decisions"), permissions=["change"]
    )
    def pause(self, request: HttpRequest, queryset: QuerySet[WordPressConnection]) -> None:
        for connection in queryset.select_related("endpoint"):
            connecting.pause(connection=connection)
        messages.success(request, _("Paused. Nothing is read or sent from now on."))

    @admin.action(description=_("Resume: read, and send what waits"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[WordPressConnection]) -> None:
        for connection in queryset.select_related("endpoint"):
            connecting.resume(connection=connection)
        messages.success(request, _("Resumed. What waits for them is sent now."))


@admin.register(WordPressConflict)
class WordPressConflictAdmin(RecordAdmin):
    """Comments that were changed on both sides at the same time."""

    list_display = ["comment_id", "connection", "subject", "here", "there", "stands", "found_at"]
    list_filter = ["connection", "subject", "stands"]
    list_select_related = ["connection__endpoint"]
