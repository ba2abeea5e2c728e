"""The log of webhooks: what was sent where, the answers, and sending it once more."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import row_ids
from moderation.models import Delivery, EventKind, WebhookEndpoint
from moderation.permissions import may_manage_webhooks
from moderation.services.clients.webhooks import endpoints, log
from moderation.views.access import DeskRequest, allowed_only, redirect_target

ANY = ("", gettext_lazy("any"))
managers_only = allowed_only(may_manage_webhooks)


class LogForm(forms.Form):
    """Which deliveries are listed."""

    endpoint = forms.ModelChoiceField(
        queryset=WebhookEndpoint.objects.all(),
        required=False,
        empty_label=ANY[1],
        label=gettext_lazy("Endpoint"),
    )
    kind = forms.ChoiceField(
        required=False, label=gettext_lazy("Event"), choices=[ANY, *EventKind.choices]
    )
    status = forms.ChoiceField(
        required=False, label=gettext_lazy("Status"), choices=[ANY, *Delivery.Status.choices]
    )

    def asked(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


def _moment(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, required=required, widget=widget)


class RangeForm(forms.Form):
    """The events of a time, to be sent once more to an endpoint."""

    endpoint = forms.ModelChoiceField(
        queryset=WebhookEndpoint.objects.filter(protocol=WebhookEndpoint.Protocol.WEBHOOK),
        empty_label=None,
        label=gettext_lazy("Endpoint"),
    )
    since = _moment(gettext_lazy("Events since"), required=True)
    until = _moment(gettext_lazy("until (empty: now)"), required=False)


@managers_only
@require_safe
def webhook_log(request: DeskRequest) -> HttpResponse:
    form = LogForm(request.GET)
    found = log.deliveries(**form.asked())
    deliveries, following = log.page(found, row_ids.read(request.GET.get("before")))
    query = request.GET.copy()
    query["before"] = str(following)
    context = {
        "form": form,
        "range": RangeForm(auto_id="range-%s"),
        "destinations": log.destinations(),
        "deliveries": deliveries,
        "earlier": query.urlencode() if following else "",
        "back": request.get_full_path(),
    }
    return render(request, "desk/webhooks.html", context)


@managers_only
@require_POST
def send_again(request: DeskRequest, pk: int) -> HttpResponse:
    """Send one delivery once more, whatever came of it."""
    delivery = get_object_or_404(Delivery.objects.select_related("event"), pk=pk)
    endpoints.replay(deliveries=Delivery.objects.filter(pk=delivery.pk))
    messages.success(request, _("%(event)s is sent once more.") % {"event": delivery.event})
    return redirect(redirect_target(request))


@managers_only
@require_POST
def send_range(request: DeskRequest) -> HttpResponse:
    """Send the events of a time once more to an endpoint."""
    form = RangeForm(request.POST)
    if not form.is_valid():
        said = [
            f"{form.fields[name].label}: {' '.join(map(str, told))}"
            for name, told in form.errors.items()
        ]
        messages.error(request, " ".join(said))
        return redirect("desk:webhooks")
    asked = form.cleaned_data
    number = endpoints.replay_between(
        endpoint=asked["endpoint"],
        since=asked["since"],
        until=asked["until"] or timezone.now(),
    )
    told = ngettext(
        "%(number)d event is sent to %(name)s.", "%(number)d events are sent to %(name)s.", number
    )
    messages.success(request, told % {"number": number, "name": asked["endpoint"].name})
    return redirect("desk:webhooks")


@managers_only
@require_POST
def resume(request: DeskRequest, pk: int) -> HttpResponse:
    """Resume a paused endpoint: what waits for it is sent first."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk, status=WebhookEndpoint.Status.PAUSED)
    endpoints.resume(endpoint=endpoint)
    messages.success(request, _("%(name)s is resumed.") % {"name": endpoint.name})
    return redirect("desk:webhooks")
