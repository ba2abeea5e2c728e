"""Sanctions that strikes propose, and whom a ladder would have hit."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles.models import Author
from moderation.services.decisions import strikes
from moderation.services.decisions.authority import NotAllowedError
from moderation.services.decisions.sanctions import Measure
from moderation.services.decisions.strikes import LadderError, ProposalChangedError, Step
from moderation.views.access import DeskRequest, moderators_only

HITS_SHOWN = 50


class LadderForm(forms.Form):
    """A ladder to try."""

    days = forms.IntegerField(
        min_value=1, max_value=3650, label=gettext_lazy("Strikes expire after days")
    )
    ladder = forms.CharField(max_length=200, label=gettext_lazy("Strikes and measures"))

    def clean_ladder(self) -> tuple[Step, ...]:
        try:
            return strikes.ladder(self.cleaned_data["ladder"].split(","))
        except LadderError as error:
            raise forms.ValidationError(str(error)) from error


class AnswerForm(forms.Form):
    strike = forms.IntegerField(min_value=1)
    answer = forms.ChoiceField(choices=[("confirm", ""), ("dismiss", "")])
    reason = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "confirm" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why: the author is told this."))
        return cleaned


@moderators_only
@require_safe
def strikes_page(request: DeskRequest) -> HttpResponse:
    """List what is proposed, and try a ladder on the last 90 days."""
    initial = {"days": settings.STRIKE_DAYS, "ladder": ", ".join(settings.STRIKE_LADDER)}
    form = LadderForm(request.GET if "ladder" in request.GET else initial, label_suffix="")
    hits = []
    if form.is_valid():
        hits = strikes.preview(form.cleaned_data["days"], form.cleaned_data["ladder"])
    numbers = Counter(hit.measure for hit in hits)
    context = {
        "proposals": strikes.proposals(),
        "form": form,
        "hits": hits[:HITS_SHOWN],
        "number": len(hits),
        "by_measure": [(m.label, numbers[m]) for m in strikes.MEASURES if numbers[m]],
        "days": settings.STRIKE_DAYS,
    }
    return render(request, "desk/strikes.html", context)


@moderators_only
@require_POST
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm or dismiss the sanction that is proposed for an author."""
    author = get_object_or_404(Author, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        told = [str(text) for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(told))
        return redirect("desk:strikes")
    asked, moderator = form.cleaned_data, request.user
    try:
        if asked["answer"] == "confirm":
            made = strikes.confirm(
                author=author, strike=asked["strike"], moderator=moderator, reason=asked["reason"]
            )
            said = {"name": author.name, "measure": Measure(made.measure).label}
            messages.success(request, _("%(name)s: %(measure)s. The author was told.") % said)
        else:
            strikes.dismiss(author=author, strike=asked["strike"], moderator=moderator)
            messages.success(request, _("Dismissed. The next strike proposes a sanction again."))
    except ProposalChangedError:
        messages.error(request, _("This proposal was answered or has changed. Nothing was done."))
    except NotAllowedError as refused:
        messages.error(request, str(refused))
    return redirect("desk:strikes")
