"""Assigning cases by hand, spreading those of a queue evenly, and waking snoozed ones."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles import row_ids
from moderation.models import ReviewItem
from moderation.permissions import may_assign, moderators
from moderation.services.decisions import assigning, cases
from moderation.services.decisions.assigning import AssignmentRefused, Share
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.desk import listing, queues, selection
from moderation.services.desk.queues import DeskQueue
from moderation.views.access import DeskRequest, comment_or_404, moderators_only, redirect_target
from moderation.views.deciding import CONFLICT, card_again, form_as_typed
from moderation.views.filters import FilterForm, filter_form
from moderation.views.queues import asked_queue


class ColleaguesField(forms.ModelMultipleChoiceField):
    """Moderators by their ids; what can be nobody's id is refused before it is looked up."""

    def clean(self, value: Any) -> Any:
        asked = value if isinstance(value, (list, tuple)) else []
        return super().clean([row_ids.read(str(pk)) or 0 for pk in asked])


class SpreadForm(forms.Form):
    """How many cases are spread, and over whom."""

    number = forms.IntegerField(
        min_value=1,
        max_value=selection.AT_MOST,
        initial=50,
        label=gettext_lazy("How many cases at most, the first of the queue"),
    )
    to = ColleaguesField(
        queryset=User.objects.none(),
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one colleague.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 -- for the types
        field.queryset = moderators().filter(is_active=True)


@moderators_only
@require_http_methods(["GET", "POST"])
def assign(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for the colleague; assign a case to the one named, to oneself, or to nobody."""
    comment = comment_or_404(request, pk)
    if request.method == "GET":
        colleagues = moderators().filter(is_active=True)
        context = {"comment": comment, "colleagues": colleagues, "back": redirect_target(request)}
        page = "desk/_assign_fields.html" if request.htmx else "desk/assign.html"
        return render(request, page, context)
    asked = request.POST.get("assign_to") or request.POST.get("colleague", "")
    to = moderators().filter(is_active=True, pk=row_ids.read(asked) or 0).first()
    try:
        if asked == "nobody":
            assigning.unassign(comment=comment, by=request.user)
            return _answer(request, pk, _("The case is assigned to nobody."))
        if to is None:
            return _answer(request, pk, refused=_("Choose a colleague."))
        assigning.assign(comment=comment, to=to, by=request.user)
    except AssignmentRefused as refusal:
        return _answer(request, pk, refused=str(refusal))
    return _answer(
        request, pk, _("The case is assigned to %(name)s.") % {"name": to.get_username()}
    )


@moderators_only
@require_http_methods(["GET", "POST"])
def spread(request: DeskRequest, slug: str) -> HttpResponse:
    """Spread a queue's unassigned cases evenly: the shares first, then the assignment."""
    if not may_assign(request.user):
        raise PermissionDenied(_("This takes the permission “Can assign cases to colleagues”."))
    queue, filters = asked_queue(slug, request.user), filter_form(request)
    asked = request.POST if request.method == "POST" else request.GET
    form = SpreadForm(asked if "number" in asked else None)
    shares: list[Share] = []
    if form.is_valid():
        items = _first(request, queue, filters, form.cleaned_data["number"])
        chosen = list(form.cleaned_data["to"])
        if request.method == "POST":
            return _carry_out(request, items, chosen)
        shares = assigning.shares(items, chosen)
    context = {
        "queue": queue,
        "slug": slug,
        "form": form,
        "filters": filters,
        "shares": shares,
        "back": redirect_target(request),
    }
    return render(request, "desk/spread.html", context)


@moderators_only
@require_POST
def wake(request: DeskRequest, pk: int) -> HttpResponse:
    """Make a snoozed case due now."""
    comment = comment_or_404(request, pk)
    try:
        woken = cases.wake(comment=comment, moderator=request.user)
    except NotAllowedError as refusal:
        return _answer(request, pk, refused=str(refusal))
    if not woken:
        return _answer(request, pk, refused=_("This case is not snoozed any more."))
    return _answer(request, pk, _("The case is due again."))


def _answer(request: DeskRequest, pk: int, said: str = "", *, refused: str = "") -> HttpResponse:
    """Show the card again with what was typed into it, or go back and say it there."""
    if request.htmx:
        form = form_as_typed(request, comment_or_404(request, pk))
        status = CONFLICT if refused else 200
        return card_again(request, pk, form=form, said=said, refused=refused, status=status)
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, said)
    return redirect(f"{redirect_target(request)}#card-{pk}")


def _first(
    request: DeskRequest, queue: DeskQueue, filters: FilterForm, number: int
) -> list[ReviewItem]:
    """Return the first unassigned cases of the queue, in its order."""
    found = queues.cases(queue, filters.filters(), request.user).filter(assigned_to__isnull=True)
    found = found.select_related("comment__article")
    return listing.page(found, filters.asked_order(queue.order), size=number).items


def _carry_out(request: DeskRequest, items: list[ReviewItem], chosen: list[User]) -> HttpResponse:
    given = assigning.spread(
        comments=[item.comment_id for item in items], moderators=chosen, by=request.user
    )
    for share in given:
        number = len(share.items)
        text = ngettext(
            "%(name)s has %(number)d more case.", "%(name)s has %(number)d more cases.", number
        )
        values = {"name": share.moderator.get_username(), "number": number}
        messages.success(request, text % values)
    return redirect(redirect_target(request))
