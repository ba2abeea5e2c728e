"""What all forms of the policy editor have in common."""

from typing import Any

from django import forms


class KeepsWhatIsTyped(forms.BaseForm):
    """A part of the editor's page that keeps invalid entries.

    Browsers truncate pasted text at `maxlength` and send nothing for invalid numbers, so neither is
    left to them: the server explains the error beside the field.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field.widget, forms.NumberInput):
                field.widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
