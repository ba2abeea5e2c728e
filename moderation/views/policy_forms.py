"""The forms of the policy editor."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django import forms
from django.conf import settings
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext, gettext_lazy

from articles.forms import ReadableField
from articles.models import Comment
from articles.text import folded
from moderation.classifiers.base import Attribute
from moderation.models import Clause, Policy, PolicyExample, notice_texts
from moderation.models.clause import (
    ATTRIBUTE_CHOICES,
    HIDE_ABOVE_REMOVE,
    REVIEW_ABOVE_HIDE,
    THRESHOLDS,
)
from moderation.quotations import LONGEST_QUOTE
from moderation.services.desk.sections import sections
from moderation.services.policy import drafting, intake, proposing
from moderation.services.policy.thresholds import DEFAULT_THRESHOLDS, Thresholds
from moderation.views.article_field import ArticleField
from moderation.views.kept_form import KeepsWhatIsTyped
from moderation.views.percent_field import PercentField
from moderation.views.rule_forms import RuleForms


class TextForm(KeepsWhatIsTyped, forms.Form):
    version_token = forms.CharField(required=False, widget=forms.HiddenInput)
    text = ReadableField(
        max_length=drafting.LONGEST_TEXT,
        label=gettext_lazy("The policy, as readers see it"),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        error_messages={
            "required": gettext_lazy(
                "The text is empty. Paste or write the rules of the discussion here."
            ),
            "max_length": gettext_lazy(
                "The text has %(show_value)s characters and may have %(limit_value)s. "
                "Keep the rules, and link to the rest."
            ),
        },
    )


class NoticeTextField(ReadableField):
    """What authors of comments that are removed under a clause read, in one language."""

    def __init__(self, language: str, initial: str) -> None:
        super().__init__(
            required=False,
            initial=initial,
            label=gettext("Text in notices, %(language)s") % {"language": language},
            help_text=gettext("Optional. Filled in: %(names)s.") % {"names": notice_texts.KNOWN},
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if told := notice_texts.problems(value):
            raise forms.ValidationError(told)


class ClauseForm(KeepsWhatIsTyped, forms.ModelForm):
    attribute = forms.ChoiceField(
        choices=[("", gettext_lazy("nothing")), *ATTRIBUTE_CHOICES],
        required=False,
        label=gettext_lazy("The classifier looks for"),
    )
    quote = forms.CharField(
        max_length=LONGEST_QUOTE,
        required=False,
        label=gettext_lazy("Words of the policy"),
        widget=forms.TextInput({"dir": "auto"}),
    )
    # Kept by this page, and changed on that of a translation
    quotes = forms.JSONField(required=False, widget=forms.HiddenInput)
    queue_at = PercentField(label=gettext_lazy("Send to review from, %"), required=False)
    hold_at = PercentField(label=gettext_lazy("Hide until reviewed from, %"), required=False)
    remove_at = PercentField(label=gettext_lazy("Remove from, % (empty: never)"), required=False)

    class Meta:
        model = Clause
        fields = ("quote", "attribute", *THRESHOLDS, "quotes")

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.rules = RuleForms(self.data if self.is_bound else None, of=self)
        texts = self.initial.get("notice_texts") or {}
        for language, name in settings.LANGUAGES:
            self.fields[f"notice_{language}"] = NoticeTextField(name, texts.get(language, ""))

    def has_changed(self) -> bool:
        return super().has_changed() or self.rules.has_changed()

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rules.is_valid()])

    @property
    def is_written(self) -> bool:
        """Whether there is a clause in the form, and not only room for one more."""
        return self.has_changed() if self.is_bound else bool(self.initial)

    @cached_property
    def lacks(self) -> str:
        """What the clause needs before it can be published; it is saved in a draft all the same."""
        quote = str(self["quote"].value() or "")
        if not quote.strip():
            return gettext("This clause has no words yet. Quote some of the text, or strike it.")
        if not proposing.says(self.text, quote):
            told = gettext(
                "The text of the policy does not say “%(quote)s”. Quote other words, or strike "
                "this clause."
            )
            return told % {"quote": quote}
        return ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._fill_thresholds(given)
        review, hide, remove = (given.get(name) for name in THRESHOLDS)
        if review is not None and hide is not None and review > hide:
            self.add_error("queue_at", REVIEW_ABOVE_HIDE)
        if hide is not None and remove is not None and hide > remove:
            self.add_error("hold_at", HIDE_ABOVE_REMOVE)
        given["quotes"] = given.get("quotes") or {}
        self.instance.rules = self.rules.written()
        self.instance.notice_texts = self.notice_texts(given)
        return given

    def _fill_thresholds(self, given: dict[str, Any]) -> None:
        """Give empty thresholds what a new clause for the attribute starts with."""
        attribute = given.get("attribute")
        usual = DEFAULT_THRESHOLDS[Attribute(attribute)] if attribute else Thresholds(1.0, 1.0)
        if given.get("queue_at", 0.0) is None:
            given["queue_at"] = min(usual.queue_at, given.get("hold_at") or 1.0)
        if given.get("hold_at", 0.0) is None:
            given["hold_at"] = max(usual.hold_at, given.get("queue_at") or 0.0)

    def notice_fields(self) -> list[forms.BoundField]:
        """The fields of the texts in notices, a language each."""
        return [self[f"notice_{language}"] for language, _ in settings.LANGUAGES]

    def has_notice_texts(self) -> bool:
        """Whether a text in notices is written, right or wrong."""
        return any(field.value() for field in self.notice_fields())

    def notice_texts(self, given: dict[str, Any]) -> dict[str, str]:
        """The texts that are written, by language."""
        texts = {language: given.get(f"notice_{language}") for language, _ in settings.LANGUAGES}
        return {language: text for language, text in texts.items() if text}

    def as_typed(self) -> Clause:
        """Return the words, the attribute and the rules, right or wrong."""
        typed = {name: self[name].value() or "" for name in ("quote", "attribute", "DELETE")}
        quote = "" if typed["DELETE"] else str(typed["quote"])
        rules = self.rules.written()
        return Clause(quote=quote, attribute=str(typed["attribute"]), rules=rules)

    def validate_constraints(self) -> None:
        """Skip what the checks above report already, beside the field that it concerns."""


class ClauseForms(BaseFormSet):
    """The clauses of a draft, and an empty form for one more."""

    form = ClauseForm
    extra = 1
    min_num, max_num, absolute_max = 0, drafting.MOST_CLAUSES, drafting.MOST_CLAUSES
    can_delete = can_delete_extra = True
    can_order = validate_min = validate_max = edit_only = False
    renderer = get_default_renderer()

    def __init__(self, data: Any = None, *, text: str | None = "", initial: Any = None) -> None:
        own_text = {"text": text or ""}
        super().__init__(data, prefix="clauses", initial=initial, form_kwargs=own_text)

    @classmethod
    def of(cls, clauses: Iterable[Clause], text: str) -> "ClauseForms":
        fields = (*ClauseForm.Meta.fields, "rules", "notice_texts")
        initial = [forms.model_to_dict(clause, fields) for clause in clauses]
        for said in initial:
            if not said["attribute"]:  # then thresholds say nothing
                said.update(dict.fromkeys(THRESHOLDS))
        return cls(text=text, initial=initial)

    def clean(self) -> None:
        kept = [clause for clause in self.kept() if clause.quote.strip()]
        written = Counter((folded(clause.quote), clause.attribute) for clause in kept)
        if twice := [quote for (quote, _), number in written.items() if number > 1]:
            told = gettext(
                "“%(quote)s” stands in two clauses that measure the same: strike one of them."
            )
            raise forms.ValidationError(told % {"quote": twice[0]})

    def as_typed(self) -> list[Clause]:
        """Return what all forms say, right or wrong; one that is struck or empty has no quote."""
        return [form.as_typed() for form in self.forms]

    def kept(self) -> list[Clause]:
        """Return the clauses that are filled in and not marked for deletion."""
        return [
            form.save(commit=False)
            for form in self.forms
            if form.has_changed() and form.is_valid() and not form.cleaned_data["DELETE"]
        ]


class IntakeForm(KeepsWhatIsTyped, forms.ModelForm):
    """What is held whatever its score.  Other policies only set pre-moderation."""

    intake_version_token = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Policy
        fields = intake.FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["intake_version_token"] = intake.version_token_of(self.instance)
        if not self.instance.is_default:
            for name in intake.ABOUT_AUTHORS:
                del self.fields[name]


class ExampleForm(KeepsWhatIsTyped, forms.ModelForm):
    """A text for a new example; optional."""

    text = ReadableField(
        max_length=Comment.MAX_LENGTH,
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = PolicyExample
        fields = ("expectation", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="example", **kwargs)


class ArticlePolicyForm(forms.Form):
    article = ArticleField(label=gettext_lazy("Give an article its own policy"), required=False)
    section = forms.ChoiceField(
        label=gettext_lazy("Or give a section its own"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No article is in this section.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("none")), *((section, section) for section in sections())]
        cast(forms.ChoiceField, self.fields["section"]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned["article"]) == bool(cleaned["section"]):
            raise forms.ValidationError(gettext("Choose an article or a section."))
        return cleaned
