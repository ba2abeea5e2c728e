"""A moderator's own exposure, and the reminder of a break."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from moderation.services.desk import exposure
from moderation.views import own_cases
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from staff.idle import in_background


@moderators_only
@require_safe
def shift(request: DeskRequest) -> HttpResponse:
    """Show what the moderator has been exposed to in this shift, to nobody else."""
    now = timezone.now()
    moments = exposure.moments(request.user, now)
    context = {
        "shift": exposure.of_shift(moments),
        "since_break": exposure.since_break(moments, now),
    }
    return render(request, "desk/shift.html", context)


@in_background
@moderators_only
@require_safe
def break_line(request: DeskRequest) -> HttpResponse:
    """Show the reminder if it is due, for a page that asks now and then."""
    due = own_cases.is_break_due(request)
    return render(
        request, "desk/_break_line.html", {"break_due": due, "back": redirect_target(request)}
    )


@moderators_only
@require_POST
def dismiss_break(request: DeskRequest) -> HttpResponse:
    """Dismiss the reminder until the limits are reached again."""
    request.session[own_cases.DISMISSED] = timezone.now().isoformat()
    if request.htmx:
        return render(request, "desk/_break_line.html", {"break_due": False})
    return redirect(redirect_target(request))
