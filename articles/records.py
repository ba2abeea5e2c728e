"""The admin's pages of what is a record: looked up by people, written by the program."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles import row_ids


class RecordAdmin(admin.ModelAdmin):
    """Rows that the program writes and people only read.

    Nothing leads from here to a page on the site: some of those have secret
    addresses.
    """

    show_full_result_count = False
    view_on_site: bool | Callable[[Any], str | None] = False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """Where an id is another row's, Django lets any number through to the database."""
        if row_ids.read(object_id) is None:
            return None
        found: Model | None = super().get_object(request, object_id, from_field)
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Narrow a list by what its pages show alone: a secret that a list can be narrowed by is
        read letter by letter.
        """
        asked = lookup.partition("__")[0]
        hidden = {field.name for field in self.opts.fields if not field.editable}
        hidden -= {self.opts.pk.name}
        return asked not in hidden and super().lookup_allowed(lookup, value, request)
