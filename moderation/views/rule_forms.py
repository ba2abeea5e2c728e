"""The rules of a clause in the policy editor, each a kind, a verdict, and entries or a number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.translation import gettext_lazy as _

from moderation.models.clause_rules import LIMITS, Rule, RuleKind, validate_rules
from moderation.services.policy.drafting import MOST_RULES
from moderation.views.kept_form import KeepsWhatIsTyped

VERDICTS = (
    ("queue", _("send to review")),
    ("hold", _("hide until reviewed")),
    ("remove", _("remove at once")),
)


class RuleForm(KeepsWhatIsTyped, forms.Form):
    """A rule; without a kind there is none."""

    kind = forms.ChoiceField(
        choices=[("", _("no rule")), *RuleKind.choices], required=False, label=_("Kind")
    )
    value = forms.CharField(
        required=False,
        label=_("Entries, one a line, or the number"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    verdict = forms.ChoiceField(
        choices=VERDICTS, initial="hold", required=False, label=_("Verdict")
    )
    language = forms.CharField(
        required=False,
        max_length=8,
        label=_("Only in language"),
        widget=forms.TextInput({"placeholder": _("any, or a code such as sv")}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind"):
            self._check(given)
        elif given.get("value", "").strip():
            self.add_error("kind", _("Choose what these entries or this number are for."))
        return given

    def _check(self, given: dict[str, Any]) -> None:
        try:
            validate_rules([self.data_of(given)])
        except ValidationError as error:
            self.add_error("value", error)

    @staticmethod
    def data_of(given: dict[str, Any]) -> dict[str, Any]:
        """Return the rule as it is stored, whether or not it is right."""
        kind, value = given["kind"], given.get("value", "")
        data = {"kind": kind, "verdict": given.get("verdict") or "hold"}
        if language := given.get("language", "").strip():
            data["language"] = language
        if RuleKind(kind) in LIMITS:
            return {**data, "limit": _number(value)}
        return {**data, "entries": value.strip()}


class RuleForms(BaseFormSet):
    """The rules of one clause, and an empty form for one more."""

    form = RuleForm
    extra = 1
    min_num, max_num, absolute_max = 0, MOST_RULES, MOST_RULES
    can_delete = can_delete_extra = False
    can_order = validate_min = validate_max = edit_only = False
    renderer = get_default_renderer()

    def __init__(self, data: Any, *, of: forms.BaseForm) -> None:
        stored = (of.initial or {}).get("rules") or []
        initial = [_initial(Rule.parse(rule)) for rule in stored]
        super().__init__(data, prefix=f"{of.prefix}-rules", initial=initial)

    def written(self) -> list[dict[str, Any]]:
        """Return the rules as they are stored."""
        given = (form.cleaned_data for form in self.forms if form.is_valid())
        return [RuleForm.data_of(rule) for rule in given if rule.get("kind")]


def _initial(rule: Rule) -> dict[str, Any]:
    value = rule.entries if rule.limit is None else str(rule.limit)
    told = {"kind": rule.kind.value, "value": value, "verdict": rule.verdict}
    return {**told, "language": rule.language}


def _number(value: str) -> int | str:
    """Return the number that is written, or what is written instead of one."""
    return int(value) if value.strip().isdecimal() and len(value.strip()) < 10 else value
