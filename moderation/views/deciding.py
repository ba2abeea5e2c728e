"""Deciding from a card, and undoing.  The answer is the card in its new state."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import Comment
from moderation.models import Decision
from moderation.services.decisions import cases, deciding, undoing
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.citing import NotInForceError
from moderation.services.decisions.concurrency import StaleError
from moderation.services.decisions.leaving import Why
from moderation.views import outcomes
from moderation.views.access import (
    DeskRequest,
    check_section,
    comment_or_404,
    moderators_only,
    redirect_target,
)
from moderation.views.forms import NOTE_LENGTH, DecisionForm
from moderation.views.queue import card_or_404

CONFLICT = 409
UNREADABLE = 422


@moderators_only
@require_POST
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Approve, feature or remove a comment."""
    comment = comment_or_404(request, pk)
    form = DecisionForm(request.POST, comment=comment)
    if not form.is_valid():
        return card_again(request, pk, form=form, status=UNREADABLE)
    asked = form.cleaned_data
    try:
        decision = deciding.decide(
            comment=comment,
            moderator=request.user,
            action=asked["action"],
            version_token=asked["version_token"],
            clause=asked["clause"],
            note=asked["note"],
        )
    except StaleError as stale:
        if own := _own_decision(stale, request, asked["action"], asked["note"]):
            return _done(request, own)
        return card_again(request, pk, form=form, stale=stale, status=CONFLICT)
    except NotAllowedError as refusal:
        return _refused(request, pk, refusal, form)
    except (NotIndependentError, NotInForceError) as refusal:
        form.add_error(None, str(refusal))
        return card_again(request, pk, form=form, status=CONFLICT)
    return _done(request, decision)


@moderators_only
@require_POST
def defer(request: DeskRequest, pk: int) -> HttpResponse:
    """Defer a case by an hour."""
    return _set_aside(request, pk, cases.defer, Decision.Action.DEFER)


@moderators_only
@require_POST
def escalate(request: DeskRequest, pk: int) -> HttpResponse:
    """Escalate a case to a senior moderator, with a note of one line."""
    return _set_aside(request, pk, cases.escalate, Decision.Action.ESCALATE, "escalation_note")


@moderators_only
@require_POST
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Undo a decision; its card is shown again."""
    found = Decision.objects.select_related("comment__author", "comment__article", "review_item")
    decision = get_object_or_404(found, pk=pk)
    check_section(request, decision.comment)
    try:
        undone = outcomes.undone([undoing.undo(decision=decision, moderator=request.user)])
    except undoing.UndoError as error:
        return _not_undone(request, decision, str(error))
    if request.htmx:
        return card_again(request, decision.comment_id, said=undone, undone=decision.action)
    messages.success(request, undone)
    return redirect(redirect_target(request))


def _set_aside(
    request: DeskRequest,
    pk: int,
    verb: Callable[..., Decision],
    action: Decision.Action,
    field: str = "note",
) -> HttpResponse:
    comment = comment_or_404(request, pk)
    note = request.POST.get(field, "").strip()[:NOTE_LENGTH]
    try:
        decision = verb(
            comment=comment,
            moderator=request.user,
            version_token=request.POST.get("version_token", ""),
            note=note,
        )
    except StaleError as stale:
        if own := _own_decision(stale, request, action, note):
            return _done(request, own)
        return card_again(request, pk, stale=stale, status=CONFLICT)
    except NotAllowedError as refusal:
        return _refused(request, pk, refusal, form_as_typed(request, comment))
    return _done(request, decision)


def form_as_typed(request: DeskRequest, comment: Comment) -> DecisionForm:
    """Return the form of a card with what was typed, not checked."""
    typed = {name: request.POST.get(name, "") for name in ("clause", "note")}
    return DecisionForm(comment=comment, initial=typed)


def _refused(
    request: DeskRequest, pk: int, refusal: NotAllowedError, form: DecisionForm
) -> HttpResponse:
    """Show the card with who has it in hand, or why it is not for the moderator."""
    if refusal.why == Why.IN_HAND:
        return card_again(request, pk, form=form, taken=True, status=CONFLICT)
    return card_again(request, pk, form=form, refused=str(refusal), status=CONFLICT)


def _own_decision(
    stale: StaleError, request: DeskRequest, action: Decision.Action, note: str
) -> Decision | None:
    """Return the decision that a repeated request made: after a double click, or a lost answer."""
    newest = stale.decision
    if newest is None or stale.edited:
        return None
    clause = request.POST.get("clause", "")
    same_clause = str(newest.clause_id or "") in ("", clause)
    same = newest.action == action and newest.note == note and same_clause
    return newest if same and newest.moderator_id == request.user.pk else None


def _done(request: DeskRequest, decision: Decision) -> HttpResponse:
    if request.htmx:
        context = {"decision": decision, "back": redirect_target(request)}
        return render(request, "desk/_done.html", context)
    return redirect(redirect_target(request))


def _not_undone(request: DeskRequest, decision: Decision, why: str) -> HttpResponse:
    if request.htmx:
        context = {"decision": decision, "back": redirect_target(request), "error": why}
        return render(request, "desk/_done.html", context, status=CONFLICT)
    messages.error(request, why)
    return redirect(redirect_target(request))


def card_again(
    request: DeskRequest,
    pk: int,
    *,
    form: DecisionForm | None = None,
    stale: StaleError | None = None,
    taken: bool = False,
    refused: str = "",
    said: str = "",
    undone: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the card in its present state, with the error or with what happened in the meantime.

    `taken`: another moderator claimed the case. `refused` says why it may not be acted on.
    `said` is what a screen reader announces if the card shows no message, `undone` the action that
    an undo took back.
    """
    context = {
        "card": card_or_404(request, pk),
        "form": form,
        "stale": stale,
        "taken": taken,
        "refused": refused,
        "said": said,
        "undone": undone,
        "back": redirect_target(request),
        "now": timezone.now(),
    }
    if request.htmx:
        return render(request, "desk/_card.html", context, status=status)
    return render(request, "desk/card_page.html", context, status=status)
