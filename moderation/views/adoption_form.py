"""The form of the policy editor that starts from a shipped policy."""

from collections.abc import Mapping
from typing import Any

from django import forms

from moderation.services.policy import shipped
from moderation.services.policy.documents import PolicyDocument
from moderation.services.policy.drafting import DraftChanged
from moderation.views.kept_form import KeepsWhatIsTyped


class AdoptionForm(KeepsWhatIsTyped, forms.Form):
    """Which shipped policy, and whether it may replace a text."""

    shipped = forms.ChoiceField(
        choices=lambda: [(own.key, own.title) for own in shipped.available()],
        initial="usual.en",
        required=False,
        label="Policy to start from",
    )
    replace_text = forms.BooleanField(
        required=False, label="Replace the text and the clauses on this page"
    )

    def clean_shipped(self) -> PolicyDocument:
        key = self.cleaned_data["shipped"]
        if not key:
            raise forms.ValidationError("Choose a policy.")
        return shipped.of_key(key)

    def explain(self, refused: Exception) -> None:
        """Say why nothing was adopted, and what to do."""
        step = (
            "Open this page again to see it."
            if isinstance(refused, DraftChanged)
            else "Tick “Replace the text and the clauses on this page” to adopt the policy anyway."
        )
        self.add_error(None, f"{refused} {step}")

    @staticmethod
    def purposes() -> list[tuple[str, str]]:
        """What each policy is for, once for all its languages."""
        return list(shipped.PURPOSES.items())


def told_settings(settings: Mapping[str, Any]) -> str:
    """The settings that a policy asks for, for an editor to set."""
    fields = ((name.replace("_", " "), value) for name, value in settings.items())
    told = ", ".join(f"{name}: {'off' if value in ('', None) else value}" for name, value in fields)
    return f"The policy goes with these settings; set them under “Held whatever the score”: {told}."
