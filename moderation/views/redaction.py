"""Publishing a comment without some of its words: mark them, preview, confirm."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.models import Comment
from moderation.models import Finding
from moderation.services.decisions import concurrency, redacting, text_changes
from moderation.services.decisions.appeal_settlement import NotIndependentError
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.citing import NotInForceError
from moderation.services.decisions.leaving import Why
from moderation.services.decisions.redacting import Occurrence, RedactionRefused
from moderation.services.desk import decision_texts
from moderation.services.desk.cards import Card
from moderation.services.readers import notices
from moderation.views import outcomes
from moderation.views.access import DeskRequest, moderators_only, redirect_target
from moderation.views.forms import NOTE_LENGTH
from moderation.views.queue import card_or_404

CONFLICT, UNREADABLE = 409, 422


class RedactionForm(forms.Form):
    """Passages to remove, one a line, and which of their places in the text."""

    passages = forms.CharField(
        max_length=Comment.MAX_LENGTH,
        label=gettext_lazy("Words to remove, one passage a line"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Mark or type at least one word.")},
    )
    clause = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, label=gettext_lazy("Under the rule")
    )
    note = forms.CharField(
        required=False, max_length=NOTE_LENGTH, label=gettext_lazy("Note (for moderators)")
    )
    version_token = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        self.clauses = {clause.pk: clause for clause in card.clauses}
        quotes: list[tuple[int | str, str]] = [
            (pk, clause.quote) for pk, clause in self.clauses.items()
        ]
        choice = cast(forms.ChoiceField, self.fields["clause"])
        choice.choices = quotes if card.preselected else [("", _("choose a rule")), *quotes]
        choice.required = bool(quotes)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lines = cleaned.get("passages", "").splitlines()
        if lines and not self.places():
            self.add_error("passages", _("The comment does not have these words."))
        return cleaned

    def places(self) -> list[Occurrence]:
        """Where the passages stand in the text."""
        lines = self.cleaned_data.get("passages", "").splitlines()
        return redacting.occurrences(self.card.comment.text, lines)

    def chosen(self) -> list[Occurrence]:
        """The places that are ticked; before a preview those of whole words, or else all."""
        places = self.places()
        if "previewed" not in self.data:
            return [place for place in places if place.is_whole] or places
        ticked = set(cast(QueryDict, self.data).getlist("place"))
        return [place for place in places if f"{place.start}-{place.end}" in ticked]


@moderators_only
@require_http_methods(["GET", "POST"])
def redact(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the comment, what it would say without the passages, and publish it so."""
    card = card_or_404(request, pk)
    if request.method != "POST":
        initial = {"passages": _found(card), "version_token": card.version_token}
        return _page(request, card, RedactionForm(card=card, initial=initial))
    form = RedactionForm(request.POST, card=card)
    if not form.is_valid():
        return _page(request, card, form, status=UNREADABLE)
    if "confirm" not in request.POST:
        return _page(request, card, form)
    return _carry_out(request, card, form)


def _carry_out(request: DeskRequest, card: Card, form: RedactionForm) -> HttpResponse:
    asked, batch = form.cleaned_data, uuid4()
    try:
        decision = redacting.redact(
            comment=card.comment,
            moderator=request.user,
            version_token=asked["version_token"],
            spans=[(place.start, place.end) for place in form.chosen()],
            clause=form.clauses.get(asked["clause"] or 0),
            note=asked["note"],
            batch=batch,
        )
    except (NotAllowedError, NotIndependentError, NotInForceError, RedactionRefused) as refused:
        if isinstance(refused, NotAllowedError) and refused.why == Why.IN_HAND:
            return _page(request, card, form, taken=True, status=CONFLICT)
        form.add_error(None, str(refused))
        return _page(request, card, form, status=CONFLICT)
    except concurrency.StaleError as stale:
        form.data = request.POST.copy()
        form.data["version_token"] = card.version_token
        return _page(request, card, form, stale=stale, status=CONFLICT)
    outcomes.say_done(request, decision_texts.done(decision), batch)
    return redirect(redirect_target(request))


def _found(card: Card) -> str:
    """The words that led to the findings about the text, one a line."""
    about = [finding for finding in card.findings if finding.part == Finding.Part.TEXT]
    return "\n".join(notices.quoted(card.comment, about))


def _page(
    request: DeskRequest,
    card: Card,
    form: RedactionForm,
    status: int = 200,
    **happened: Any,
) -> HttpResponse:
    previewed = form.is_bound and form.is_valid()
    chosen = form.chosen() if previewed else []
    context = {
        "card": card,
        "form": form,
        "places": _shown(card.comment, form.places(), chosen) if previewed else [],
        "result": redacting.redacted(card.comment.text, [(p.start, p.end) for p in chosen]),
        "previewed": previewed,
        "change": text_changes.of(card.comment),
        "back": redirect_target(request),
        **happened,
    }
    return render(request, "desk/redact.html", context, status=status)


SURROUNDINGS = 40


def _shown(
    comment: Comment, places: Sequence[Occurrence], chosen: Sequence[Occurrence]
) -> list[dict[str, Any]]:
    """Each place with the text around it."""
    text = comment.text
    return [
        {
            "value": f"{place.start}-{place.end}",
            "before": text[max(place.start - SURROUNDINGS, 0) : place.start],
            "words": text[place.start : place.end],
            "after": text[place.end : place.end + SURROUNDINGS],
            "is_chosen": place in chosen,
        }
        for place in places
    ]
