"""The form of the policy editor that starts from a shipped policy."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        label=gettext_lazy("Policy to start from"),
    )
    replace_text = forms.BooleanField(
        required=False, label=gettext_lazy("Replace the text and the clauses on this page")
    )

    def clean_shipped(self) -> PolicyDocument:
        key = self.cleaned_data["shipped"]
        if not key:
            raise forms.ValidationError(_("Choose a policy."))
        return shipped.of_key(key)

    def explain(self, refused: Exception) -> None:
        """Say why nothing was adopted, and what to do."""
        step = (
            _("Open this page again to see it.")
            if isinstance(refused, DraftChanged)
            else _(
                "Tick “Replace the text and the clauses on this page” to adopt the policy anyway."
            )
        )
        self.add_error(None, f"{refused} {step}")

    @staticmethod
    def purposes() -> list[tuple[str, str]]:
        """What each policy is for, once for all its languages."""
        return [(str(shipped.NAMES[name]), str(told)) for name, told in shipped.PURPOSES.items()]


def told_settings(settings: Mapping[str, Any]) -> str:
    """The settings that a policy asks for, for an editor to set."""
    named = ((_NAMES.get(name, name), value) for name, value in settings.items())
    off = _("off")
    told = ", ".join(f"{name}: {off if value in ('', None) else value}" for name, value in named)
    said = _("The policy goes with these settings; set them under “Pre-moderation”: %(settings)s.")
    return said % {"settings": told}


_NAMES = {
    "moderation": gettext_lazy("moderation"),
    "approvals_of_new_authors": gettext_lazy("approvals of new authors"),
    "record_share": gettext_lazy("record share"),
    "record_minimum": gettext_lazy("record minimum"),
    "record_days": gettext_lazy("record days"),
}
