"""Policies in the admin: drafts can be changed, published versions are frozen."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles.saving import SavesAmongOthers
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion


def is_frozen(version: Model | None) -> bool:
    return isinstance(version, PolicyVersion) and version.published_at is not None


class ClauseInline(admin.TabularInline):
    model = Clause
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_frozen(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_frozen(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_frozen(obj) and super().has_delete_permission(request, obj)


@admin.register(PolicyVersion)
class PolicyVersionAdmin(SavesAmongOthers):
    """Drafts can be changed; published versions and their clauses are frozen."""

    list_display = ["__str__", "published_at", "published_by"]
    list_select_related = ["policy__article", "published_by"]
    readonly_fields = ["published_at", "published_by"]
    inlines = [ClauseInline]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_frozen(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not is_frozen(obj) and super().has_delete_permission(request, obj)


class ExampleInline(admin.TabularInline):
    model = PolicyExample
    extra = 0


@admin.register(Policy)
class PolicyAdmin(SavesAmongOthers):
    inlines = [ExampleInline]
    list_display = ["__str__"]
    list_select_related = ["article"]
    raw_id_fields = ["article"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:  # noqa: ARG002
        """A policy keeps its article, since decisions refer to its versions."""
        return ["article"] if obj else []
