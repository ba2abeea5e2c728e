"""Ending one's own sessions, and what was typed when one had ended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff import kept_request, sessions
from staff.kept_request import Kept
from staff.views.access import members_only


@members_only
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    own = sessions.of(request.user)  # type: ignore[arg-type]
    if sessions.end(sessions=own.filter(pk=pk)):
        messages.success(request, _("The session was ended."))
    return redirect("security")


@login_required
@require_http_methods(["GET", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what was sent after the session had ended, to be sent after all or not."""
    kept = kept_request.waiting(request)
    if kept is None or kept.fields is None:
        return redirect("desk:queue")
    if request.method == "POST":
        given = request.POST.copy()
        given.pop("csrfmiddlewaretoken", None)
        return kept_request.send(request, Kept(kept.path, kept.query, given.urlencode()))
    fields = [(name, value) for name, values in QueryDict(kept.fields).lists() for value in values]
    typed = [(name, value) for name, value in fields if len(value.split()) > 1]
    context = {
        "kept": kept,
        "typed": typed,
        "others": [pair for pair in fields if pair not in typed],
    }
    return render(request, "staff/unsent.html", context)
