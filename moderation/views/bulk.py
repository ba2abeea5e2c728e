"""Bulk actions: deciding many cases at once, the borderline ones shown first."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import row_ids
from moderation.models import ReviewItem
from moderation.services.decisions import deciding, undoing
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.citing import NotInForceError
from moderation.services.desk import cards, selection
from moderation.services.desk.cards import Card
from moderation.services.desk.listing import Filters
from moderation.services.desk.selection import Bin, Range
from moderation.views import outcomes, own_cases
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from moderation.views.filters import FilterForm, filter_form
from moderation.views.forms import BulkForm
from moderation.views.queues import asked_queue

# The session key of what was typed into a form that decided nothing.
FILLED_IN = "bulk_form"
# The fields of the address that a new range leaves as they are.
KEPT = ("clause", "section", "age", "order", "article", "author", "next")
# The most ids of seen comments that fit into an address.
SEEN_AT_MOST = 400


@moderators_only
@require_safe
def bulk_page(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the cases of a queue by score: a histogram, and the cases of the chosen range.

    Or show comments that were picked; with `any` in the address those without an open case too.
    """
    shown = asked_queue(slug, request.user)
    form = filter_form(request)
    filters = form.filters()
    picked = row_ids.read_all(request.GET.getlist("pick"))
    by_range = not picked and bool(request.GET.get("least") or request.GET.get("most"))
    with_decided = bool(picked and request.GET.get("any"))
    items: list[ReviewItem] = []
    if picked and not with_decided:
        items = selection.chosen(picked, request.user)
    elif by_range:
        items = selection.in_range(own_cases.cases(request, shown, form))
    chosen = cards.of_items(items, request.user)
    if with_decided:
        chosen = cards.of_comments(selection.comments_chosen(picked, request.user))
    everything = own_cases.without_range(request, shown, form)
    bins = selection.histogram(everything)
    following = selection.next_range(bins, filters.at_least, filters.at_most) if by_range else None
    context = {
        "bins": bins,
        "at_most": selection.AT_MOST,
        "chose": bool(picked) or by_range,
        "following": following,
        "onward": _onward(request, slug, form, following, len(chosen)),
        "range": _range(filters, by_range),
        "outside_range": [(name, value) for name, value in form.data.items() if name in KEPT],
        "with_decided": with_decided,
        "picked": bool(picked),
        **_choice(request, chosen),
        **_ways(request, slug, form),
    }
    return render(request, "desk/bulk.html", context)


def _range(filters: Filters, is_chosen: bool) -> Range:
    least = round(100 * (filters.at_least or 0))
    most = 100 if filters.at_most is None else round(100 * filters.at_most)
    return Range(least, most, is_chosen)


@moderators_only
@require_safe
def clusters_page(request: DeskRequest, slug: str) -> HttpResponse:
    """Show groups of near-duplicates, or with `onward` the first that was not `seen` by itself."""
    shown = asked_queue(slug, request.user)
    form = filter_form(request)
    found = own_cases.cases(request, shown, form)
    groups = selection.alike(found)
    seen = row_ids.read_all(request.GET.getlist("seen"))
    if request.GET.get("onward") and (unseen := selection.without_seen(groups, set(seen))):
        return redirect(_group_address(request, slug, form, unseen[0], seen))
    prefetch_related_objects([group[0].comment for group in groups], "findings")
    context = {
        "groups": [{"first": group[0].comment, "items": group} for group in groups],
        "compared": found.order_by()[: selection.COMPARED].count(),
        "back": request.get_full_path(),
        **_ways(request, slug, form),
    }
    return render(request, "desk/clusters.html", context)


@moderators_only
@require_POST
def decide_bulk(request: DeskRequest) -> HttpResponse:
    """Decide the ticked cases and go on to the next; one undo reverses all of them."""
    form = BulkForm(request.POST)
    here = (
        redirect_target(request, "back") if request.POST.get("back") else redirect_target(request)
    )
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return _back_to_form(request, form, here)
    asked = form.cleaned_data
    try:
        bulk = deciding.decide_all(
            version_token=form.ticked(),
            moderator=request.user,
            action=asked["action"],
            clause=asked["clause"],
            note=asked["note"],
        )
    except (NotIndependentError, NotInForceError) as refusal:
        messages.error(request, str(refusal))
        return _back_to_form(request, form, here)
    if not bulk.decisions:
        messages.error(request, _("Nothing was decided."))
    else:
        done = outcomes.decided(asked["action"], len(bulk.decisions))
        outcomes.say_done(request, done, bulk.id)
    outcomes.say_left(request, bulk.left)
    return (
        redirect(redirect_target(request)) if bulk.decisions else _back_to_form(request, form, here)
    )


@moderators_only
@require_POST
def undo_bulk(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Undo the decisions of a bulk action that are still in force, and say which could not be."""
    undoings = undoing.undo_bulk(batch=batch, moderator=request.user)
    left = len(selection.decisions_of(batch))
    if undoings:
        messages.success(request, outcomes.undone(undoings))
    elif not left:
        messages.error(request, _("Nothing of this bulk action stands any more."))
    if left:
        messages.warning(request, outcomes.kept_from_undoing(left))
    return redirect(redirect_target(request))


def _back_to_form(request: DeskRequest, form: BulkForm, address: str) -> HttpResponse:
    """Show the form again as it was filled in."""
    request.session[FILLED_IN] = {
        "note": form.data.get("note", ""),
        "clause": form.data.get("clause", ""),
        "ticked": list(form.ticked()),
    }
    return redirect(address)


def _choice(request: DeskRequest, shown: list[Card]) -> dict[str, Any]:
    """Return the cards `shown`, the clauses that any of them may be removed under, and what was
    filled in before.
    """
    filled_in = request.session.pop(FILLED_IN, None)
    ticked = {int(pk) for pk in filled_in["ticked"]} if filled_in else None
    selected = [card for card in shown if ticked is None or card.comment.pk in ticked]
    clauses = dict.fromkeys(clause for card in shown for clause in card.clauses)
    return {
        "cards": shown,
        "clauses": list(clauses),
        "filled_in": filled_in,
        "selected": len(selected),
        "back": request.get_full_path(),
    }


def _ways(request: DeskRequest, slug: str, form: FilterForm) -> dict[str, Any]:
    """Return the targets of the page's links; each keeps the filters and the page of origin."""
    origin = request.GET.get("next", "")
    next_query = urlencode({"next": origin}) if origin else ""
    return {
        "slug": slug,
        "queue": asked_queue(slug, request.user),
        "form": form,
        "next": origin,
        "kept": "&".join(filter(None, [form.kept(ranged=False), next_query])),
        "queue_address": _queue_address(request, slug, form),
    }


def _queue_address(request: DeskRequest, slug: str, form: FilterForm) -> str:
    """Return the address of the queue that the bulk action started from, with its filters."""
    if request.GET.get("next"):
        return redirect_target(request)
    address, kept = reverse("desk:queue", args=[slug]), form.kept(ranged=False)
    return f"{address}?{kept}" if kept else address


def _group_address(
    request: DeskRequest, slug: str, form: FilterForm, group: list[ReviewItem], seen: list[int]
) -> str:
    """Return the address where a group of near-duplicates is reviewed."""
    asked = QueryDict(form.kept(), mutable=True)
    asked.setlist("pick", [str(item.comment_id) for item in group])
    asked.setlist("seen", list(map(str, seen)))
    asked["group"], asked["next"] = "alike", redirect_target(request)
    return f"{reverse('desk:bulk', args=[slug])}?{asked.urlencode()}"


def _next_group(request: DeskRequest, slug: str, form: FilterForm) -> str:
    """Return the address that leads to the next group; the ones before are not shown again."""
    seen = [*request.GET.getlist("seen"), *request.GET.getlist("pick")][-SEEN_AT_MOST:]
    asked = QueryDict(form.kept(), mutable=True)
    asked.setlist("seen", seen)
    asked["onward"], asked["next"] = "yes", redirect_target(request)
    return f"{reverse('desk:clusters', args=[slug])}?{asked.urlencode()}"


def _onward(
    request: DeskRequest, slug: str, form: FilterForm, following: Bin | None, number: int
) -> str:
    """Return where a decision leads: to the next range of the queue, or back to its start."""
    if number == selection.AT_MOST and not request.GET.get("pick"):
        return request.get_full_path()
    if following is None and request.GET.get("group"):
        return _next_group(request, slug, form)
    if following is None:
        return _queue_address(request, slug, form)
    asked = request.GET.copy()
    asked["least"], asked["most"] = str(following.least), str(following.most)
    return f"{request.path}?{asked.urlencode()}"
