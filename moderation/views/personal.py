"""Each moderator's saved views and preferences."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moderation.models import Preferences, SavedView
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from moderation.views.filters import PreferencesForm, SavedViewForm


@moderators_only
@require_POST
def save_view(request: DeskRequest) -> HttpResponse:
    """Save the page that the form was sent from under a name; an existing name is overwritten."""
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of up to 60 characters."))
        return redirect(redirect_target(request))
    address = redirect_target(request)[: SavedView._meta.get_field("address").max_length]
    SavedView.objects.update_or_create(
        moderator=request.user, name=form.cleaned_data["name"], defaults={"address": address}
    )
    return redirect(address)


@moderators_only
@require_POST
def forget_view(request: DeskRequest, pk: int) -> HttpResponse:
    get_object_or_404(SavedView, pk=pk, moderator=request.user).delete()
    return redirect(redirect_target(request))


@moderators_only
@require_http_methods(["GET", "POST"])
def preferences(request: DeskRequest) -> HttpResponse:
    chosen, _new = Preferences.objects.get_or_create(moderator=request.user)
    form = PreferencesForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(request.path)
    views = SavedView.objects.filter(moderator=request.user)
    context = {"form": form, "views": views, "back": request.get_full_path()}
    return render(request, "desk/preferences.html", context)


@moderators_only
@require_POST
def density(request: DeskRequest) -> HttpResponse:
    """Set how closely the cards stand; an unknown density changes nothing."""
    asked = request.POST.get("density")
    if asked in Preferences.Density:
        Preferences.objects.update_or_create(moderator=request.user, defaults={"density": asked})
    return redirect(redirect_target(request))
