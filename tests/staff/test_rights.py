"""Who may hand on which rights, and change whose account, in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db


def permission(codename):
    return Permission.objects.get(codename=codename)


def member(*groups, **fields):
    user = make_user(**fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def clerk():
    """Somebody who changes accounts and groups and may do little else."""
    clerk = make_user(is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(
            codename__in=("change_user", "delete_user", "view_user", "change_group", "view_author")
        )
    )
    return clerk


WHO = {
    "clerk": clerk,
    "administrator": lambda: member("Administrators", is_staff=True),
    "superuser": make_administrator,
}


def give(user, client, **changes):
    """Post the page of `user` with what they have and `changes`; return who they are then."""
    form = {
        "username": user.username,
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
        "user_permissions": [each.pk for each in user.user_permissions.all()],
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00",
    }
    client.post(f"/admin/auth/user/{user.pk}/change/", form | changes)
    return User.objects.get(pk=user.pk)


def test_each_right_is_handed_on_by_those_alone_who_may():
    done = {}
    for name, make in WHO.items():
        client = Client()
        client.force_login(make())
        done[name] = {
            what
            for what, changes, has in (
                ("superuser", {"is_superuser": "on"}, lambda user: user.is_superuser),
                ("staff", {"is_staff": "on"}, lambda user: user.is_staff),
                *(
                    (
                        code,
                        {"user_permissions": [permission(code).pk]},
                        lambda user, code=code: permission(code) in user.user_permissions.all(),
                    )
                    for code in ("view_author", "moderate", "decide_escalated", "view_session")
                ),
                *(
                    (
                        group,
                        {"groups": [Group.objects.get(name=group).pk]},
                        lambda user, group=group: user.groups.filter(name=group).exists(),
                    )
                    for group in ("Moderators", "Editors", "Administrators")
                ),
            )
            if has(give(make_user(), client, **changes))
        }
    of_the_desk = {"moderate", "decide_escalated", "Moderators", "Editors"}
    assert done == {
        "clerk": {"staff", "view_author"},
        "administrator": {"staff", "view_author", "Administrators", *of_the_desk},
        "superuser": {
            "superuser",
            "staff",
            "view_author",
            "view_session",
            "Administrators",
            *of_the_desk,
        },
    }


def test_nobody_changes_the_account_of_somebody_mightier():
    """Whoever sets a password, an address or a flag there would have the account."""
    changed = {}
    for name, make in WHO.items():
        client = Client()
        client.force_login(make())
        for whose in ("reader", "moderator", "administrator", "superuser"):
            target = {
                "reader": make_user,
                "moderator": lambda: member("Moderators"),
                "administrator": WHO["administrator"],
                "superuser": make_administrator,
            }[whose]()
            page = f"/admin/auth/user/{target.pk}"
            new = {"password1": "a long river", "password2": "a long river"}
            chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [target.pk]}
            acts = {
                "edit": lambda t=target, c=client: give(t, c, email="x@example.org").email != "",
                "password": lambda t=target, c=client, p=page, n=new: (
                    c.post(f"{p}/password/", {**n, "usable_password": "true"})
                    and User.objects.get(pk=t.pk).check_password("a long river")
                ),
                "delete": lambda t=target, c=client, s=chosen: (
                    c.post("/admin/auth/user/", s) and not User.objects.filter(pk=t.pk).exists()
                ),
            }
            changed[name, whose] = {act for act, does in acts.items() if does()}
    everything, nothing = {"edit", "password", "delete"}, set()
    assert changed == {
        ("clerk", "reader"): everything,
        ("clerk", "moderator"): nothing,
        ("clerk", "administrator"): nothing,
        ("clerk", "superuser"): nothing,
        ("administrator", "reader"): everything,
        ("administrator", "moderator"): everything,
        ("administrator", "administrator"): everything,
        ("administrator", "superuser"): nothing,
        **{("superuser", whose): everything for _, whose in changed if _ == "superuser"},
    }


def test_a_group_is_changed_only_by_those_who_may_hand_on_all_of_it(client):
    client.force_login(clerk())
    own = Group.objects.create(name="Own")
    own.permissions.add(permission("view_author"))
    moderators = Group.objects.get(name="Moderators")
    for group in (own, moderators):
        given = [permission("view_author").pk, permission("view_session").pk]
        address = f"/admin/auth/group/{group.pk}/change/"
        client.post(address, {"name": "Renamed", "permissions": given})
    client.post(
        f"/admin/auth/group/{own.pk}/change/",
        {"name": "Mine", "permissions": [permission("view_author").pk]},
    )
    moderators.refresh_from_db()
    own.refresh_from_db()
    assert (moderators.name, own.name) == ("Moderators", "Mine")
    assert list(own.permissions.all()) == [permission("view_author")]


def test_a_second_factor_of_a_superuser_is_not_reset_by_others(client):
    from tests.staff.sign_in import give_app  # noqa: PLC0415

    chief = make_administrator()
    give_app(chief)
    client.force_login(WHO["administrator"]())
    chosen = {"action": "reset_second_factor", "_selected_action": [chief.pk]}
    client.post("/admin/auth/user/", chosen)
    assert chief.authenticator_set.count() == 2
