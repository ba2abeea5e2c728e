"""Deciding many cases at once, after a look at the borderline ones."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from moderation.models import ReviewItem
from moderation.services.decisions import batches, deciding, undoing
from moderation.services.decisions.hearings import NotIndependentError
from moderation.services.desk import cards, listing
from moderation.views.access import DeskRequest, moderators_only, way_back
from moderation.views.filters import filter_form
from moderation.views.forms import BatchForm
from moderation.views.queue import asked_queue, frame


@moderators_only
@require_safe
def batch_page(request: DeskRequest, slug: str) -> HttpResponse:
    """The cases of a queue by score: a histogram, and those of the range that is asked for."""
    shown = asked_queue(slug)
    form = filter_form(request)
    found = listing.cases(shown, form.filters())
    picked = [int(pk) for pk in request.GET.getlist("pick") if pk.isdecimal()]
    if picked:
        items = batches.chosen(picked)
    elif {"least", "most"} & {name for name, value in request.GET.items() if value}:
        items = batches.in_range(found)
    else:
        items = []
    whole = listing.cases(shown, form.filters().without_range())
    context = {
        "slug": slug,
        "queue": shown,
        "form": form,
        "bins": batches.histogram(whole),
        "at_most": batches.AT_MOST,
        "chose": bool(picked) or "least" in request.GET,
        **_choice(request, items),
    }
    return render(request, "desk/batch.html", context | frame(request, shown))


@moderators_only
@require_safe
def clusters_page(request: DeskRequest, slug: str) -> HttpResponse:
    """Groups of cases that say nearly the same."""
    shown = asked_queue(slug)
    form = filter_form(request)
    groups = batches.alike(listing.cases(shown, form.filters()))
    context = {
        "slug": slug,
        "queue": shown,
        "form": form,
        "groups": [{"first": group[0].comment, "items": group} for group in groups],
        "compared": batches.COMPARED,
        "back": request.get_full_path(),
    }
    return render(request, "desk/clusters.html", context | frame(request, shown))


@moderators_only
@require_POST
def decide_batch(request: DeskRequest) -> HttpResponse:
    """Decide the cases that are ticked; one undo takes the whole back."""
    form = BatchForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect(way_back(request))
    asked = form.cleaned_data
    try:
        batch = deciding.decide_all(
            seen_as=form.ticked(),
            moderator=request.user,
            action=asked["action"],
            clause=asked["clause"],
            note=asked["note"],
        )
    except NotIndependentError as refusal:
        messages.error(request, str(refusal))
    else:
        _say(request, batch)
    return redirect(way_back(request))


@moderators_only
@require_POST
def undo_batch(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Take back what still stands of a batch."""
    number = len(undoing.undo_batch(batch=batch, moderator=request.user))
    if number:
        text = ngettext("%(number)d decision undone.", "%(number)d decisions undone.", number)
        messages.success(request, text % {"number": number})
    else:
        messages.error(request, _("Nothing of this batch stands any more."))
    return redirect(way_back(request))


def _choice(request: DeskRequest, items: list[ReviewItem]) -> dict[str, object]:
    """The cards of `items`, the clauses they may be removed under, and where to go after."""
    shown = cards.of_items(items, request.user)
    clauses = dict.fromkeys(clause for card in shown for clause in card.clauses)
    return {"cards": shown, "clauses": list(clauses), "back": request.get_full_path()}


def _say(request: DeskRequest, batch: deciding.Batch) -> None:
    number, stale = len(batch.decisions), len(batch.stale)
    done = ngettext("%(number)d comment decided.", "%(number)d comments decided.", number)
    messages.success(request, done % {"number": number})
    if stale:
        left = ngettext(
            "%(number)d comment had changed meanwhile and was left as it is.",
            "%(number)d comments had changed meanwhile and were left as they are.",
            stale,
        )
        messages.warning(request, left % {"number": stale})
