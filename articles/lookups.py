"""Which filters the addresses of the admin's lists may use."""

from typing import Any

from django.contrib import admin
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

# What the admin's own filters and date hierarchies ask of a column, or of a row it points at.
PLAIN = {"id", "exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"}


class PlainLookups(admin.ModelAdmin):
    """Refuses patterns and searches in an address, such as `?text__regex=`.

    A pattern can occupy the server for hours. The search field of a list is there for words.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        is_plain = PLAIN.issuperset(lookup.split(LOOKUP_SEP)[1:])
        return is_plain and super().lookup_allowed(lookup, value, request)
