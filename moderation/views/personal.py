"""Each moderator's saved views and preferences."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import row_ids
from moderation.models import Preferences, SavedView
from moderation.permissions import may_define_queues
from moderation.services.desk import named_queues
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from moderation.views.filters import SavedViewForm
from moderation.views.preference_form import PreferencesForm
from moderation.views.queues import NAMED, built_in_of, shared_views


@moderators_only
@require_POST
def save_view(request: DeskRequest) -> HttpResponse:
    """Save the page that the form was sent from under a name; an existing name is overwritten.

    Who may define queues saves it for everybody or for a group, as a queue.
    """
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of up to 60 characters."))
        return redirect(redirect_target(request))
    address = redirect_target(request)[: SavedView._meta.get_field("address").max_length]
    if audience := request.POST.get("for"):
        return _share(request, form.cleaned_data["name"], address, audience)
    SavedView.objects.update_or_create(
        moderator=request.user, name=form.cleaned_data["name"], defaults={"address": address}
    )
    return redirect(address)


def _share(request: DeskRequest, name: str, address: str, audience: str) -> HttpResponse:
    """Save a named queue for `audience`: all, or a group's id."""
    if not may_define_queues(request.user):
        raise PermissionDenied(_("This takes the permission “Can define queues for all”."))
    if built_in_of(address) is None:
        messages.error(request, _("A queue takes its cases from one of the first five."))
        return redirect(address)
    groups = [] if audience == "all" else [row_ids.read(audience) or 0]
    if groups and not Group.objects.filter(pk__in=groups).exists():
        messages.error(request, _("There is no such group any more."))
        return redirect(address)
    view = named_queues.define(name=name, address=address, groups=groups)
    return redirect("desk:queue", f"{NAMED}{view.pk}")


@moderators_only
@require_POST
def forget_view(request: DeskRequest, pk: int) -> HttpResponse:
    own = Q(moderator=request.user)
    if may_define_queues(request.user):
        own |= Q(moderator__isnull=True)
    get_object_or_404(SavedView, own, pk=pk).delete()
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
    shared = shared_views(request.user) if may_define_queues(request.user) else ()
    context = {
        "form": form,
        "views": views,
        "shared": shared,
        "back": request.get_full_path(),
        "languages": settings.DESK_LANGUAGES,
    }
    return render(request, "desk/preferences.html", context)


@moderators_only
@require_POST
def density(request: DeskRequest) -> HttpResponse:
    """Set how closely the cards stand; an unknown density changes nothing."""
    asked = request.POST.get("density")
    if asked in Preferences.Density:
        Preferences.objects.update_or_create(moderator=request.user, defaults={"density": asked})
    return redirect(redirect_target(request))
