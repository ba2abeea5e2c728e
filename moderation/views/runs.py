"""The rescoring runs: their cause, what they changed, how the scores moved."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from moderation.models import RescoringRun
from moderation.services.nightly.progress import progress_of
from moderation.services.nightly.run_summary import RunSummary
from moderation.views.access import DeskRequest, moderators_only

SHOWN = 50


@moderators_only
@require_safe
def run_list(request: DeskRequest) -> HttpResponse:
    shown = RescoringRun.objects.select_related("release", "compared_with")[:SHOWN]
    rows = [(run, RunSummary.from_json(run.summary), progress_of(run)) for run in shown]
    return render(request, "desk/runs.html", {"rows": rows})


@moderators_only
@require_safe
def run_page(request: DeskRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(RescoringRun.objects.select_related("release", "compared_with"), pk=pk)
    context = {
        "run": run,
        "summary": RunSummary.from_json(run.summary),
        "progress": progress_of(run),
        "policy_versions": run.policy_versions.select_related("policy__article"),
    }
    return render(request, "desk/run.html", context)
