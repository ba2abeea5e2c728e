"""Claiming and releasing cases.

Pages only show claims. Claiming takes a request of its own, so that a browser that prefetches a
page claims nothing.
"""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Comment
from moderation.models import ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.concurrency import StaleError, stale_error
from moderation.services.desk import cards, decision_texts
from moderation.services.desk.cards import Card
from moderation.views.access import DeskRequest, comment_or_404, moderators_only, redirect_target
from moderation.views.deciding import CONFLICT, card_again, form_as_typed
from moderation.views.forms import ReleaseForm
from staff.idle import in_background


@in_background
@moderators_only
@require_POST
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Claim a case; answer who has it, or what was decided about it since the page was loaded."""
    comment = comment_or_404(request, pk)
    token = request.POST.get("version_token", "")
    try:
        if item := comment.review_items.open().first():
            cases.claim(item=item, moderator=request.user, version_token=token)
        others = cards.in_other_hands([pk], request.user)
    except StaleError as stale:
        others = [Card(comment, "", earlier=stale.decision)]
    card = others[0] if others else Card(comment, "")
    held_until = None if others else _held_until(comment, request.user)
    if request.htmx:
        card.item = card.item or comment.review_items.open().select_related("taken_from").first()
        context = {"card": card, "decided": card.earlier, "held_until": held_until}
        return render(request, "desk/_claim.html", context)
    _tell(request, card, held_until)
    return redirect(f"{redirect_target(request)}#card-{pk}")


@moderators_only
@require_POST
def take_over(request: DeskRequest, pk: int) -> HttpResponse:
    """Claim a case that a colleague has in hand; the card comes again with what was typed."""
    comment = comment_or_404(request, pk)
    form = form_as_typed(request, comment)
    item = comment.review_items.open().first()
    token = request.POST.get("version_token", "")
    try:
        if item is None:
            raise stale_error(comment, token)
        former = cases.take_over(item=item, moderator=request.user, version_token=token)
    except StaleError as stale:
        return card_again(request, pk, form=form, stale=stale, status=CONFLICT)
    except NotAllowedError as refusal:
        return card_again(request, pk, form=form, refused=str(refusal), status=CONFLICT)
    name = former.get_username() if former else ""
    said = _("You took this over from %(name)s.") % {"name": name} if name else _("It is yours.")
    return card_again(request, pk, form=form, said=said)


@in_background
@moderators_only
@require_POST
def release(request: DeskRequest, pk: int) -> HttpResponse:
    """Release the claim of a page that is being left."""
    form = ReleaseForm(request.POST)
    if form.is_valid() and (item := ReviewItem.objects.open().filter(comment=pk).first()):
        cases.release(item=item, moderator=request.user, until=form.cleaned_data["until"])
    return HttpResponse(status=204)


def _held_until(comment: Comment, moderator: User) -> datetime | None:
    item = comment.review_items.open().filter(claimed_by=moderator).first()
    return item.claimed_until if item else None


def _tell(request: DeskRequest, card: Card, held_until: datetime | None) -> None:
    """Show the result of a claim on the next page, for browsers without JavaScript."""
    if held_until:
        until = date_format(timezone.localtime(held_until), "TIME_FORMAT")
        messages.success(request, _("You are reviewing this until %(until)s.") % {"until": until})
    elif card.claimed_by:
        name, taken = card.claimed_by.get_username(), card.was_taken_from(request.user)
        text = _("%(name)s took this over from you.") if taken else _("%(name)s is reviewing this.")
        messages.warning(request, text % {"name": name})
    elif card.earlier:
        messages.warning(request, decision_texts.decided_by(card.earlier))
    else:
        messages.warning(request, _("This case was closed meanwhile."))
