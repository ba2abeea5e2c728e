"""The admin of records: read-only rows that the program writes."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from articles import row_ids
from articles.lookups import PlainLookups


class RecordAdmin(PlainLookups):
    """Read-only rows.

    There are no links to pages of the site, some of which have secret addresses.
    """

    show_full_result_count = False
    view_on_site: bool | Callable[[Any], str | None] = False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """Refuse ids that are too large for the database, which Django does not check."""
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
        """Refuse filters by fields that are not shown: they would reveal a secret letter by
        letter.
        """
        asked = lookup.partition("__")[0]
        hidden = {field.name for field in self.opts.fields if not field.editable}
        hidden -= {self.opts.pk.name}
        return asked not in hidden and super().lookup_allowed(lookup, value, request)
