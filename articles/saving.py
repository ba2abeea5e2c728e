"""Saving in the admin while others do."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

IN_THE_WAY = (
    "Not saved: somebody else saved or deleted something at the same moment that this depends on. "
    "Look at it again, and save once more."
)


class SavesAmongOthers(admin.ModelAdmin):
    """A page of the admin that says in words what another request made impossible.

    What only the database refused is checked once more: by then the other row
    is there, so that the form says what is wrong beside its field, and keeps
    what was typed.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        def save() -> HttpResponse:
            return super(SavesAmongOthers, self).changeform_view(
                request, object_id, form_url, extra_context
            )

        return self._first_of(request, save, save)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        def delete() -> HttpResponse:
            return super(SavesAmongOthers, self).delete_view(request, object_id, extra_context)

        return self._first_of(request, delete)

    def _first_of(
        self, request: HttpRequest, *attempts: Callable[[], HttpResponse]
    ) -> HttpResponse:
        for attempt in attempts:
            try:
                return attempt()
            except IntegrityError:
                continue
        self.message_user(request, IN_THE_WAY, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())
