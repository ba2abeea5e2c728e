"""A form field for a share that is typed and shown in per cent."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SMALLEST = 0.01  # of those that are typed in per cent, besides 0: 1%
_ENOUGH = 10  # decimals


class PercentField(forms.FloatField):
    """Holds a share from 0 to 1.

    A number below 1 is refused: whoever types "0.5" has one half in mind, and not half a per cent.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            validators=[
                MinValueValidator(0, gettext_lazy("Write a number from 0 to 100.")),
                MaxValueValidator(1, gettext_lazy("Write a number from 0 to 100.")),
            ],
            error_messages={"invalid": gettext_lazy("Write a number of per cent, such as 50.")},
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored share in per cent; what was typed stays as it is."""
        return f"{100 * value:.{_ENOUGH}g}" if isinstance(value, int | float) else value

    def to_python(self, value: Any) -> Any:
        typed = (
            value.replace("%", "").replace(",", ".").strip() if isinstance(value, str) else value
        )
        number = super().to_python(typed)
        if number is None:
            return None
        share = round(number / 100, _ENOUGH)
        if 0 < share < SMALLEST:
            told = _("%(number)s is less than 1%%. Write %(meant)s if you mean %(meant)s%%.")
            said = {"number": f"{number:g}", "meant": f"{100 * number:g}"}
            raise forms.ValidationError(told % said)
        return share
