"""Concurrent saving in the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from articles.lookups import PlainLookups

CONFLICT = _(
    "Not saved: somebody else changed related data at the same time. Please check the form and "
    "save again."
)


class SavesAmongOthers(PlainLookups):
    """Shows a message if a concurrent request makes saving or deleting impossible.

    After an IntegrityError the form is validated again: by then the other row is
    visible, so the form shows the error beside its field and keeps the input.
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
        self.message_user(request, str(CONFLICT), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())
