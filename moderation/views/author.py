"""Sanctions against the author of a comment, with a preview before they take effect."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation.models import Block, Decision
from moderation.permissions import of_own_sections
from moderation.services.decisions import concurrency, sanctions, strikes
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.deciding import BulkDecision
from moderation.services.decisions.sanctions import Measure
from moderation.services.desk import cards
from moderation.services.desk.cards import Card
from moderation.views import outcomes, trust
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from moderation.views.forms import SanctionForm
from moderation.views.queue import card_or_404

DECISIONS_SHOWN = 10


@moderators_only
@require_http_methods(["GET", "POST"])
def author_page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the author of comment `pk`: their record, and sanctions to preview and confirm."""
    card = card_or_404(request, pk)
    others = cards.of_comments(sanctions.other_held(card.comment, request.user))
    form = SanctionForm(request.POST or None, card=card, others=others)
    if request.method == "POST" and form.is_valid() and "confirm" in request.POST:
        return _carry_out(request, card, form)
    context = {
        "card": card,
        "others": others,
        "form": form,
        "preview": form.is_bound and form.is_valid(),
        "back": redirect_target(request),
        "trust": trust.shown(card.comment.author),
        "strikes": strikes.of_author(card.comment.author),
        "proposal": strikes.proposal_for(card.comment.author),
        **_history(request, card),
    }
    if context["preview"]:
        measure = Measure(form.cleaned_data["measure"])
        context["until"] = sanctions.end_of(measure, timezone.now())
    return render(request, "desk/author.html", context)


def _carry_out(request: DeskRequest, card: Card, form: SanctionForm) -> HttpResponse:
    try:
        batch = sanctions.sanction(
            comment=card.comment,
            version_token=form.cleaned_data["version_token"],
            moderator=request.user,
            measure=Measure(form.cleaned_data["measure"]),
            reason=form.cleaned_data["reason"],
            removals=form.removals(),
            clause=form.cleaned_data["clause"],
            reach=form.cleaned_data["reach"],
        )
    except (NotAllowedError, NotIndependentError) as refusal:
        messages.error(request, str(refusal))
        return redirect(request.get_full_path())
    except concurrency.StaleError:
        messages.error(request, _("The comment changed meanwhile; nothing was done. Look again."))
        return redirect(request.get_full_path())
    if done := _done(card, form, batch):
        outcomes.say_done(request, done, batch.id)
    outcomes.say_left(request, batch.left)
    return redirect(redirect_target(request))


def _done(card: Card, form: SanctionForm, batch: BulkDecision) -> str:
    """Say which sanction took effect and how many comments were removed; empty if none did."""
    measure, name = Measure(form.cleaned_data["measure"]), card.comment.author.name
    until = sanctions.end_of(measure, timezone.now())
    removed = sum(decision.action == Decision.Action.REMOVE for decision in batch.decisions)
    said = []
    if measure == Measure.WARNING:
        said.append(_("%(name)s is warned.") % {"name": name})
    elif until:
        shown_until = date_format(timezone.localtime(until), "SHORT_DATETIME_FORMAT")
        values = {"name": name, "until": shown_until}
        said.append(_("%(name)s is blocked until %(until)s.") % values)
    elif measure == Measure.GOOD:
        said.append(_("%(name)s is blocked for good.") % {"name": name})
    if removed:
        said.append(outcomes.decided(Decision.Action.REMOVE, removed))
    return " ".join(said)


def _history(request: DeskRequest, card: Card) -> dict[str, object]:
    author = card.comment.author
    decisions = (
        Decision.objects.filter(comment__author=author)
        .select_related("comment__author", "comment__article", "clause", "moderator", "undone_by")
        .prefetch_related("comment__findings")
    )
    return {
        "history": of_own_sections(decisions, request.user).order_by("-pk")[:DECISIONS_SHOWN],
        "blocks": Block.objects.filter(author=author).select_related("blocked_by"),
    }
