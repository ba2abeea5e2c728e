"""Other systems: their keys, what they suggest, and the webhooks that tell them of events."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from articles.saving import SavesAmongOthers
from moderation.models import ApiKey, Delivery, Event, EventKind, SuggestedScore, WebhookEndpoint
from moderation.services.clients import api_keys
from moderation.services.clients.webhooks import endpoints
from staff.reauthentication import SensitiveAdmin


@admin.register(ApiKey)
class ApiKeyAdmin(SensitiveAdmin):
    """The command `api_key` issues keys and shows each once.  Revoking is permanent."""

    list_display = ["name", "status", "scopes", "moderator", "last_used_at", "expires_at"]
    fields = [
        "name",
        "status",
        "scopes",
        "moderator",
        "calls_per_minute",
        "origins",
        "issued_at",
        "last_used_at",
        "expires_at",
    ]
    readonly_fields = [
        "name",
        "status",
        "scopes",
        "moderator",
        "origins",
        "issued_at",
        "last_used_at",
    ]
    list_select_related = ["moderator"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    @admin.action(description=_("Revoke permanently"), permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            api_keys.revoke(key=key)
        messages.success(request, _("Revoked. Calls with these keys are refused from now on."))


@admin.register(SuggestedScore)
class SuggestedScoreAdmin(RecordAdmin):
    list_display = ["attribute", "value", "origin", "key", "community", "received_at"]
    list_filter = ["origin", "attribute", "key"]
    list_select_related = ["key"]


class EndpointForm(forms.ModelForm):
    url = forms.URLField(max_length=1000, assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        choices=[(kind.value, kind.label) for kind in EventKind.for_webhooks()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Which events. None = all."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "kinds", "content", "status"]


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(SavesAmongOthers):
    """The command `webhook` creates endpoints and prints their secrets."""

    form = EndpointForm
    list_display = ["name", "url", "status", "failing_since"]
    readonly_fields = ["secret", "failing_since", "created_at"]
    actions = ["resume"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEndpoint]:
        """Leave out those that belong to a connection, which has a page of its own."""
        found: QuerySet[WebhookEndpoint] = super().get_queryset(request)
        return found.filter(protocol=WebhookEndpoint.Protocol.WEBHOOK)

    @admin.action(description=_("Resume: send what waits"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        for endpoint in queryset:
            endpoints.resume(endpoint=endpoint)
        messages.success(request, _("Resumed. What waits for them is sent now."))


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    """The log of what was sent, with the answers."""

    list_display = ["event", "endpoint", "status", "attempts", "answer_status", "answered_at"]
    list_filter = ["status", "endpoint", "event__kind"]
    list_select_related = ["event", "endpoint"]
    date_hierarchy = "event__occurred_at"
    actions = ["send_again"]

    @admin.action(description=_("Send once more"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        if not request.user.has_perm("moderation.change_webhookendpoint"):
            messages.error(request, _("Only who may change webhook endpoints sends events again."))
            return
        number = endpoints.replay(deliveries=queryset)
        messages.success(request, _("To be sent once more: %(number)d") % {"number": number})


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ["id", "kind", "about", "occurred_at", "distributed_at"]
    list_filter = ["kind"]

    @admin.display(description=_("comment"))
    def about(self, event: Event) -> int | None:
        return event.comment_id
