"""Channels that messages to moderators go to."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.saving import SavesAmongOthers
from moderation.models import AlertChannel, WebhookEndpoint
from moderation.services.alerts import channels
from moderation.services.clients.webhooks import endpoints

TEXTS = [("ids", _("Rules and articles")), ("text", _("The comment's text, too"))]


class ChannelForm(forms.ModelForm):
    name = forms.CharField(label=_("name"), max_length=80)
    protocol = forms.ChoiceField(
        label=_("kind"), choices=[(kind.value, kind.label) for kind in channels.PROTOCOLS]
    )
    address = forms.CharField(
        label=_("address"),
        max_length=1000,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("Of the incoming webhook; or e-mail addresses, separated by commas."),
    )
    content = forms.ChoiceField(label=_("content"), choices=TEXTS)
    clauses = forms.MultipleChoiceField(
        label=_("clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tell of cases that break one of these rules."),
    )

    class Meta:
        model = AlertChannel
        fields = [
            "clauses",
            "probability_from",
            "oldest_hours",
            "not_scored_from",
            "drift_from",
            "every_minutes",
            "quiet_from",
            "quiet_until",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        # Rules that are not in force any more stay chosen until somebody takes them out.
        quotes = dict.fromkeys([*channels.quotes_in_force(), *self.instance.clauses])
        clauses = self.fields["clauses"]
        if isinstance(clauses, forms.MultipleChoiceField):
            clauses.choices = [(quote, quote) for quote in quotes]
        if self.instance.pk:
            endpoint = self.instance.endpoint
            self.initial.update(
                name=endpoint.name,
                protocol=endpoint.protocol,
                address=channels.address_of(self.instance),
                content=endpoint.content,
            )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = WebhookEndpoint.objects.filter(name=name)
        if self.instance.pk:
            others = others.exclude(pk=self.instance.endpoint_id)
        if others.exists():
            raise ValidationError(_("There is a channel or an endpoint of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "address" in cleaned and "protocol" in cleaned:
            try:
                channels.check_address(cleaned["protocol"], cleaned["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return cleaned


@admin.register(AlertChannel)
class AlertChannelAdmin(SavesAmongOthers):
    form = ChannelForm
    fieldsets = [
        (None, {"fields": ["name", "protocol", "address", "content", "status"]}),
        (
            _("What it is told of"),
            {
                "fields": [
                    "clauses",
                    "probability_from",
                    "oldest_hours",
                    "not_scored_from",
                    "drift_from",
                ]
            },
        ),
        (_("When"), {"fields": ["every_minutes", "quiet_from", "quiet_until"]}),
    ]
    list_display = ["name", "protocol", "status", "told_at"]
    readonly_fields = ["status"]
    list_select_related = ["endpoint"]
    actions = ["try_out", "pause", "resume"]

    def save_model(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: AlertChannel,
        form: ChannelForm,
        change: bool,  # noqa: ARG002
    ) -> None:
        named = {key: form.cleaned_data[key] for key in ("name", "protocol", "address", "content")}
        channels.store(channel=obj, **named)

    def delete_model(self, request: HttpRequest, obj: AlertChannel) -> None:  # noqa: ARG002
        channels.remove(channel=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[AlertChannel]) -> None:  # noqa: ARG002
        for channel in queryset:
            channels.remove(channel=channel)

    @admin.display(description=_("name"), ordering="endpoint__name")
    def name(self, channel: AlertChannel) -> str:
        return channel.endpoint.name

    @admin.display(description=_("kind"))
    def protocol(self, channel: AlertChannel) -> str:
        return channel.endpoint.get_protocol_display()

    @admin.display(description=_("status"))
    def status(self, channel: AlertChannel) -> str:
        return channel.endpoint.get_status_display() if channel.pk else "–"

    @admin.action(description=_("Send a message to try it"), permissions=["change"])
    def try_out(self, request: HttpRequest, queryset: QuerySet[AlertChannel]) -> None:
        for channel in queryset:
            channels.try_out(channel=channel)
        messages.success(request, _("A message is sent to each; Deliveries say what came of it."))

    @admin.action(description=_("Pause: send no messages"), permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[AlertChannel]) -> None:
        for channel in queryset:
            endpoints.switch_off(endpoint=channel.endpoint)
        messages.success(request, _("Paused."))

    @admin.action(description=_("Resume: send what waits"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[AlertChannel]) -> None:
        for channel in queryset:
            endpoints.resume(endpoint=channel.endpoint)
        messages.success(request, _("Resumed. What waits for them is sent now."))
