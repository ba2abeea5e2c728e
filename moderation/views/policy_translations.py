"""The page of a policy's draft that translates its text and the words of its clauses."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.forms import ReadableField
from moderation.models import Clause, Policy
from moderation.quotations import LONGEST_QUOTE
from moderation.services.policy import drafting, proposing, translating
from moderation.services.policy.drafting import DraftChanged
from moderation.views.access import DeskRequest
from moderation.views.kept_form import KeepsWhatIsTyped
from moderation.views.policies import editors_only


class TranslationForm(KeepsWhatIsTyped, forms.Form):
    """The text in one language, and the words of the clauses in it: once for each quote."""

    text = ReadableField(
        required=False,
        max_length=drafting.LONGEST_TEXT,
        label=gettext_lazy("The policy in this language"),
        help_text=gettext_lazy("Empty: readers of this language see the text as it was written."),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )
    version_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quotes = dict.fromkeys(clause.quote for clause in clauses)
        self.names = {f"quote_{place}": quote for place, quote in enumerate(quotes)}
        for name, quote in self.names.items():
            self.fields[name] = forms.CharField(
                required=False,
                max_length=LONGEST_QUOTE,
                label=gettext("Words for “%(quote)s”") % {"quote": quote},
                widget=forms.TextInput({"dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text = given.get("text") or ""
        for name in self.names if text else ():
            quote = given.get(name, "")
            if quote and not proposing.says(text, quote):
                told = gettext("The text above does not say “%(quote)s”. Copy words from it.")
                self.add_error(name, told % {"quote": quote})
        return given

    def quotes(self) -> dict[str, str]:
        """The words in this language, by the quotes."""
        return {quote: self.cleaned_data[name] for name, quote in self.names.items()}


@editors_only
@require_http_methods(["GET", "POST"])
def translation(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Translate the draft into a language of the site."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    policy = get_object_or_404(Policy.objects.select_related("article"), pk=pk)
    draft = drafting.draft_of(policy=policy)
    clauses = list(draft.clauses.all())
    initial = {
        "text": draft.texts.get(language, ""),
        "version_token": translating.version_token_of(draft),
    }
    form = TranslationForm(request.POST or None, initial=initial, clauses=clauses)
    translated = {own.quote: own.quotes.get(language, "") for own in clauses}
    form.initial.update({name: translated[quote] for name, quote in form.names.items()})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                translating.save(
                    draft=draft,
                    language=language,
                    text=form.cleaned_data["text"],
                    quotes=form.quotes(),
                    version_token=form.cleaned_data["version_token"],
                )
            except DraftChanged as changed:
                step = gettext("Nothing was saved. Open this page again to see it.")
                form.add_error(None, f"{changed} {step}")
                status = 409
            else:
                said = gettext("Saved. It is in force when the draft is published.")
                messages.success(request, said)
                return redirect("desk:policy", policy.pk)
    context = {
        "policy": policy,
        "draft": draft,
        "form": form,
        "name": get_language_info(language)["name_translated"],
    }
    return render(request, "desk/policy_translation.html", context, status=status)
