"""The log of decisions, newest first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.permissions import of_own_sections
from moderation.services.desk import selection
from moderation.views.access import DeskRequest, moderators_only
from moderation.views.filters import log_form

PAGE_SIZE = 50


@moderators_only
@require_safe
def log(request: DeskRequest) -> HttpResponse:
    form = log_form(request)
    found = (
        of_own_sections(form.narrowed(), request.user)
        .select_related(
            "comment__author", "comment__article", "clause", "moderator", "release", "undone_by"
        )
        .prefetch_related("comment__findings")
    )
    decisions = list(found.order_by("-pk")[: PAGE_SIZE + 1])
    query = request.GET.copy()
    if len(decisions) > PAGE_SIZE:
        query["before"] = str(decisions[PAGE_SIZE - 1].pk)
    batch = form.cleaned_data.get("batch")
    context = {
        "form": form,
        "decisions": decisions[:PAGE_SIZE],
        "earlier": query.urlencode() if len(decisions) > PAGE_SIZE else "",
        "batch": batch,
        "batch_stands": len(selection.decisions_of(batch)) if batch else 0,
        "back": request.get_full_path(),
    }
    return render(request, "desk/log.html", context)
