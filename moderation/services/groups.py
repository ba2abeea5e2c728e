"""The groups of users that `migrate` makes.

A group gets its permissions once. What an administrator adds, takes away, renames or deletes
afterwards stays as it is; a later release gives only permissions that it has not given before.
"""

from collections.abc import Iterable

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from moderation.models import ShippedGroup

DESK = "moderation.moderate"
ESCALATED = "moderation.decide_escalated"
STATISTICS = "moderation.compare_moderators"
ASSIGN = "moderation.assign_cases"
QUEUES = "moderation.define_queues"
POLICIES = "moderation.change_policy"
# The permissions of each group, "app.codename"; "app.*" is all of an app.
GROUPS = {
    "Moderators": (DESK,),
    "Senior moderators": (DESK, STATISTICS, ESCALATED, ASSIGN, QUEUES),
    "Editors": (DESK, POLICIES),
    "Administrators": (STATISTICS, "articles.*", "auth.*", "moderation.*", "staff.*"),
}
# What running the site does not include: an administrator who moderates is in two groups.
KEPT_FROM_ALL = {DESK, ESCALATED}
APPS = ("articles", "auth", "moderation", "staff")


@transaction.atomic
def make_groups() -> None:
    """Make the groups that are missing, and give each the permissions that are new."""
    for app in APPS:
        create_permissions(installed.get_app_config(app), verbosity=0)
    permissions = _permissions()
    shipped = {each.name: each for each in ShippedGroup.objects.select_related("group")}
    for name, patterns in GROUPS.items():
        made = shipped.get(name) or _make(name)
        _give(made, {key for key in permissions if _is_among(key, patterns)}, permissions)


def _make(name: str) -> ShippedGroup:
    """Make the group; one of this name that the site has already is not ours to change."""
    group, is_new = Group.objects.get_or_create(name=name)
    return ShippedGroup.objects.create(name=name, group=group if is_new else None)


def _give(shipped: ShippedGroup, wanted: set[str], permissions: dict[str, Permission]) -> None:
    new = sorted(wanted - set(shipped.given))
    if shipped.group and new:
        shipped.group.permissions.add(*(permissions[key] for key in new))
        shipped.given = [*shipped.given, *new]
        shipped.save(update_fields=["given"])


def _permissions() -> dict[str, Permission]:
    found = Permission.objects.filter(content_type__app_label__in=APPS)
    return {
        f"{each.content_type.app_label}.{each.codename}": each
        for each in found.select_related("content_type")
    }


def _is_among(key: str, patterns: Iterable[str]) -> bool:
    app = key.partition(".")[0]
    return key in patterns or (f"{app}.*" in patterns and key not in KEPT_FROM_ALL)
