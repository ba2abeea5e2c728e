"""The page that offers word lists, of a package or from a file, to a clause of a draft."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from moderation.classifiers.base import Attribute
from moderation.classifiers.languages import UNDETERMINED
from moderation.matching import entries
from moderation.models import Clause, Policy, PolicyVersion
from moderation.services.desk import language_names
from moderation.services.policy import adopting_words, drafting, listing, profanity
from moderation.services.policy.adopting_words import NoWordListError
from moderation.services.policy.drafting import DraftChanged
from moderation.views.access import DeskRequest
from moderation.views.policies import editors_only
from moderation.views.rule_forms import VERDICTS

# Beyond these, words that hit comments stand with the others.
HITS_SHOWN = 300


class SourceForm(forms.Form):
    """Where the words come from: the list for a language, or a file."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the words"), required=False)
    file = forms.FileField(
        label=gettext_lazy("A file instead of the list"),
        help_text=gettext_lazy("A text in UTF-8 with one word or phrase on each line."),
        required=False,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = _languages()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        language, file = given["language"], given["file"]
        self.words = profanity.words(language)
        if file is not None:
            try:
                self.words = adopting_words.from_file(file.read(adopting_words.LARGEST_FILE + 1))
            except NoWordListError as wrong:
                self.add_error("file", str(wrong))
        elif not self.words:
            told = gettext("There is no list for this language. Choose another, or a file.")
            self.add_error("language", told)
        return given


class WordsForm(forms.Form):
    """The words to adopt, and the clause that they become a rule of."""

    clause = forms.ChoiceField(label=gettext_lazy("The clause that the words belong to"))
    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), choices=VERDICTS, initial="hold")
    others = forms.CharField(
        label=gettext_lazy("Words that are in none of these comments, one a line"),
        help_text=gettext_lazy("Delete what you do not want."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    language = forms.CharField(required=False, widget=forms.HiddenInput)
    version_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(place), clause.quote) for place, clause in enumerate(clauses)]
        cast(forms.ChoiceField, self.fields["clause"]).choices = named
        about = (str(n) for n, c in enumerate(clauses) if c.attribute == Attribute.PROFANITY)
        self.fields["clause"].initial = next(about, None)


@editors_only
@require_http_methods(["GET", "POST"])
def word_lists(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what each word of a list would hit, then adopt those that are ticked."""
    policy = get_object_or_404(Policy.objects.select_related("article"), pk=pk)
    draft = drafting.draft_of(policy=policy)
    if "adopt" in request.POST:
        return _adopt(request, draft)
    shows = request.method == "POST"
    source = SourceForm(*((request.POST, request.FILES) if shows else ()))
    if not shows or not source.is_valid():
        return _page(request, draft, source, status=400 if shows else 200)
    language = source.cleaned_data["language"]
    initial = {"language": language, "version_token": drafting.version_token_of(draft)}
    form = WordsForm(initial=initial, clauses=list(draft.clauses.all()))
    return _page(request, draft, source, form, words=source.words)


def _adopt(request: DeskRequest, draft: PolicyVersion) -> HttpResponse:
    kept = request.POST.getlist("keep")
    data = request.POST.copy()
    form = WordsForm(data, clauses=list(draft.clauses.all()))
    others = entries.lines(request.POST.get("others", ""))
    words, status = list(dict.fromkeys([*kept, *others])), 400
    if form.is_valid():
        given = form.cleaned_data
        try:
            number = adopting_words.adopt(
                draft=draft,
                place=int(given["clause"]),
                words=words,
                language=given["language"],
                verdict=given["verdict"],
                version_token=given["version_token"],
            )
        except (NoWordListError, DraftChanged) as refused:
            form.add_error(None, str(refused))
            status = 409 if isinstance(refused, DraftChanged) else 400
        else:
            told = ngettext(
                "The clause looks for %(number)d word. It is in force when the draft is published.",
                "The clause looks for %(number)d words. It is in force when the draft is "
                "published.",
                number,
            )
            messages.success(request, told % {"number": number})
            return redirect("desk:policy", draft.policy_id)
    data["version_token"] = drafting.version_token_of(draft)
    offered = list(dict.fromkeys([*request.POST.getlist("offered"), *words]))
    source = SourceForm(initial={"language": request.POST.get("language", "")})
    return _page(request, draft, source, form, words=offered, kept=set(words), status=status)


def _page(
    request: DeskRequest,
    draft: PolicyVersion,
    source: SourceForm,
    form: WordsForm | None = None,
    *,
    words: Iterable[str] = (),
    kept: set[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    words = list(words)
    language = str(form["language"].value() or "") if form else ""
    found = listing.of_lists(draft.policy, {language: "\n".join(words)}, HITS_SHOWN)
    hits = [own for own in found.entries if own.times] if found else []
    if form and kept is None:
        hitting = {own.entry for own in hits}
        form.initial["others"] = "\n".join(word for word in words if word not in hitting)
    context = {
        "policy": draft.policy,
        "clauses": list(draft.clauses.all()),
        "source": source,
        "form": form,
        "rows": [(own, kept is None or own.entry in kept) for own in hits],
        "found": found,
        "language": language_names.name_of(language) if language else "",
        "version": profanity.version(),
    }
    return render(request, "desk/word_lists.html", context, status=status)


def _languages() -> list[tuple[str, str]]:
    """Any language, which only a file can be for, those that there is a list for, and others."""
    numbers = profanity.numbers()
    named = [c for c in language_names.choices() if not c[0].startswith(UNDETERMINED)]
    told = gettext("%(language)s (%(number)d words)")
    listed = [
        (code, told % {"language": name, "number": numbers[code]})
        for code, name in named
        if code in numbers
    ]
    others = [(code, name) for code, name in named if code not in numbers]
    return [
        ("", gettext("any language")),
        (gettext("With a list"), listed),  # type: ignore[list-item]
        (gettext("For a file only"), others),  # type: ignore[list-item]
    ]
