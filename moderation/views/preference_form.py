"""The form of a moderator's preferences."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Clause, PolicyVersion, Preferences


class PreferencesForm(forms.ModelForm):
    """How the desk looks and works for one moderator."""

    passed_over = forms.MultipleChoiceField(
        required=False,
        label=_("Rules to pass over"),
        help_text=_("Comments that break one of them are left to your colleagues."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Preferences
        fields = [
            "mask_evidence",
            "single_keys",
            "spread_severe",
            "break_minutes",
            "break_severe",
            "passed_over",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quotes = dict.fromkeys([*_quotes(), *self.instance.passed_over])
        choice = cast(forms.MultipleChoiceField, self.fields["passed_over"])
        choice.choices = [(quote, quote) for quote in quotes]


def _quotes() -> list[str]:
    """Return the words of every clause in force, of the site's policy and of articles' own."""
    versions = PolicyVersion.objects.in_force().prefetch_related(None).order_by()
    found = Clause.objects.filter(version__in=versions).order_by(
        "version__policy", "position", "pk"
    )
    return list(found.values_list("quote", flat=True))
