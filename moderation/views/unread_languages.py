"""The page of a policy's draft on languages that the classifier does not read."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from moderation.models import Policy
from moderation.models.unread import HOLD, OTHERS, PUBLISH, QUEUE
from moderation.services.desk import language_names
from moderation.services.policy import drafting, unread
from moderation.services.policy.drafting import DraftChanged
from moderation.views.access import DeskRequest
from moderation.views.kept_form import KeepsWhatIsTyped
from moderation.views.policies import editors_only

_CODES = gettext_lazy("Codes such as de, tr or und-Cyrl, with spaces between.")


def _codes(label: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=1000, label=label, help_text=_CODES)


class UnreadForm(KeepsWhatIsTyped, forms.Form):
    """A verdict for all languages that are not read, and the exceptions."""

    others = forms.ChoiceField(
        label=gettext_lazy("Comments in a language that is not read"),
        choices=[
            (HOLD, gettext_lazy("are hidden until a moderator has read them")),
            (QUEUE, gettext_lazy("are published at once and sent to review")),
        ],
    )
    hold = _codes(gettext_lazy("Always hidden until reviewed"))
    queue = _codes(gettext_lazy("Published at once and sent to review"))
    publish = _codes(gettext_lazy("Published unread, without review"))
    version_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        known, named = {code for code, _name in language_names.choices()}, dict[str, str]()
        for verdict in (HOLD, QUEUE, PUBLISH):
            for code in re.split(r"[\s,;]+", given.get(verdict, "").strip()):
                if code and code not in known:
                    told = _("“%(code)s” is no code of a language that is recognised.")
                    self.add_error(verdict, told % {"code": code})
                elif code and named.setdefault(code, verdict) != verdict:
                    told = _("“%(code)s” stands in two fields. Delete one of them.")
                    self.add_error(verdict, told % {"code": code})
        self.verdicts = {OTHERS: given.get("others", HOLD), **named}
        return given


@editors_only
@require_http_methods(["GET", "POST"])
def unread_languages(request: DeskRequest, pk: int) -> HttpResponse:
    """Set the verdicts of the draft on languages that the classifier does not read."""
    policy = get_object_or_404(Policy.objects.select_related("article"), pk=pk)
    draft = drafting.draft_of(policy=policy)
    form = UnreadForm(request.POST or None, initial=_initial(draft.unread))
    form.initial["version_token"] = unread.version_token_of(draft)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            token = form.cleaned_data["version_token"]
            try:
                unread.save(draft=draft, verdicts=form.verdicts, version_token=token)
            except DraftChanged as changed:
                step = _("Nothing was saved. Open this page again to see them.")
                form.add_error(None, f"{changed} {step}")
                status = 409
            else:
                messages.success(request, _("Saved. It is in force when the draft is published."))
                return redirect("desk:policy", policy.pk)
    names = language_names.choices()
    context = {"policy": policy, "draft": draft, "form": form, "names": names}
    return render(request, "desk/unread_languages.html", context, status=status)


def _initial(stored: dict[str, str]) -> dict[str, Any]:
    named = {code: verdict for code, verdict in stored.items() if code != OTHERS}
    fields = {
        verdict: " ".join(sorted(code for code, own in named.items() if own == verdict))
        for verdict in (HOLD, QUEUE, PUBLISH)
    }
    return {"others": stored.get(OTHERS, HOLD), **fields}
