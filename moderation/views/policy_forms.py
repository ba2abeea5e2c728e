"""The forms of the policy editor."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer

from articles.forms import ReadableField
from articles.models import Article
from moderation.models import Clause, Policy, PolicyExample
from moderation.models.policy import ATTRIBUTE_CHOICES, RULES, THRESHOLDS
from moderation.services.policy import drafting


class TextForm(forms.Form):
    text = ReadableField(
        max_length=20_000,
        label="The policy, as readers see it",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


ABOUT_AUTHORS = ("approvals_of_new_authors", "record_share", "record_minimum", "record_days")


class ClauseForm(forms.ModelForm):
    attribute = forms.ChoiceField(
        choices=[("", "nothing"), *ATTRIBUTE_CHOICES],
        required=False,
        label="What the classifier measures for it",
    )

    class Meta:
        model = Clause
        fields = ("quote", "attribute", *RULES)
        labels = {
            "quote": "Words of the policy",
            "queue_at": "Queue from",
            "hold_at": "Hold from",
            "remove_at": "Remove from",
        }
        widgets = {
            "words_to_queue": forms.Textarea(attrs={"rows": 2}),
            "words_to_hold": forms.Textarea(attrs={"rows": 2}),
            **{
                name: forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01})
                for name in THRESHOLDS
            },
        }

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.text = text

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"]
        if not drafting.quotes(self.text, quote):
            raise forms.ValidationError(f"The text of the policy does not say “{quote}”.")
        return quote

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        steps = [step for name in THRESHOLDS if (step := given.get(name)) is not None]
        if steps != sorted(steps):
            raise forms.ValidationError("Queue comes before hold, and hold before remove.")
        return given

    def validate_constraints(self) -> None:
        """The checks above say the same of a single clause, in words for editors."""


class ClauseForms(BaseFormSet):
    """The clauses of a draft, with room for one more."""

    form = ClauseForm
    extra = 1
    min_num, max_num, absolute_max = 0, 50, 50
    can_delete = can_delete_extra = True
    can_order = validate_min = validate_max = edit_only = False
    renderer = get_default_renderer()

    def __init__(self, data: Any = None, *, text: str | None = "", initial: Any = None) -> None:
        own_text = {"text": text or ""}
        super().__init__(data, prefix="clauses", initial=initial, form_kwargs=own_text)

    @classmethod
    def of(cls, clauses: Iterable[Clause]) -> "ClauseForms":
        fields = ClauseForm.Meta.fields
        return cls(initial=[forms.model_to_dict(clause, fields) for clause in clauses])

    def clean(self) -> None:
        measured = [clause.attribute for clause in self.kept() if clause.attribute]
        if len(measured) != len(set(measured)):
            raise forms.ValidationError("Two clauses cannot measure the same thing.")

    def kept(self) -> list[Clause]:
        """The clauses that are filled in and not struck out."""
        return [
            form.save(commit=False)
            for form in self.forms
            if form.has_changed() and form.is_valid() and not form.cleaned_data["DELETE"]
        ]


class IntakeForm(forms.ModelForm):
    """What is held whatever its score.  An article only says when it is moderated."""

    class Meta:
        model = Policy
        fields = ("moderation", *ABOUT_AUTHORS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if self.instance.article_id:
            for name in ABOUT_AUTHORS:
                del self.fields[name]


class ExampleForm(forms.ModelForm):
    class Meta:
        model = PolicyExample
        fields = ("expectation", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class ArticlePolicyForm(forms.Form):
    article = forms.ModelChoiceField(
        queryset=Article.objects.all(),
        to_field_name="slug",
        label="Give an article its own policy (its short name in the address)",
        widget=forms.TextInput,
    )
