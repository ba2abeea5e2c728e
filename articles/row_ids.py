"""Parses ids of rows in addresses, queries and forms, which may contain anything."""

import re
from collections.abc import Iterable

from django import forms
from django.db.models import BigIntegerField
from django.urls.converters import IntConverter

# Databases refuse larger numbers.
BIGGEST = BigIntegerField.MAX_BIGINT
_DIGITS = re.compile(r"[0-9]{1,19}")


def read(text: str | None) -> int | None:
    """The id in `text`; None if it is not one."""
    number = int(text) if text and _DIGITS.fullmatch(text) else None
    return number if number is not None and number <= BIGGEST else None


def read_all(texts: Iterable[str]) -> list[int]:
    """The valid ids among `texts`."""
    return [number for text in texts if (number := read(text)) is not None]


class RowIdConverter(IntConverter):
    """A path converter for ids; anything else is a 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = read(value)
        if number is None:
            raise ValueError(value)
        return number


class RowIdField(forms.IntegerField):
    """An id in a form or a query."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)
