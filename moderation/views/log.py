"""The log of decisions, newest first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from moderation.models import Decision
from moderation.views.access import DeskRequest, moderators_only
from moderation.views.queue import frame

PAGE_SIZE = 50


@moderators_only
@require_GET
def log(request: DeskRequest) -> HttpResponse:
    found = Decision.objects.select_related(
        "comment__author", "comment__article", "clause", "moderator", "release", "undone_by"
    )
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before))
    decisions = list(found.order_by("-pk")[: PAGE_SIZE + 1])
    context = {
        "decisions": decisions[:PAGE_SIZE],
        "before": decisions[PAGE_SIZE - 1].pk if len(decisions) > PAGE_SIZE else None,
        "back": request.get_full_path(),
    }
    return render(request, "desk/log.html", context | frame())
