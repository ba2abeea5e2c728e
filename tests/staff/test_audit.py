"""The log of sign-ins and changes of rights."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import signing_in
from staff.models import AuditEntry
from tests.factories import make_administrator, make_moderator, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
STRANGER, OWNER = "198.51.100.7", "203.0.113.7"
ADMINISTRATORS = "Administrators"


@pytest.fixture(autouse=True)
def vera():
    moderator = make_moderator(username="vera", password=PASSWORD)
    AuditEntry.objects.all().delete()  # those of `migrate` and of her permission
    return moderator


def noted():
    """What the log says, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("kind", "account", "detail", "by"))


def log_in(client, username="vera", password=PASSWORD, address=OWNER):
    given = {"username": username, "password": password}
    return client.post(reverse("login"), given, REMOTE_ADDR=address)


def test_a_sign_in_a_refusal_and_a_sign_out_are_noted_with_their_networks(client, vera):
    log_in(client, password="wrong", address=STRANGER)
    log_in(client)
    client.post(reverse("logout"), REMOTE_ADDR=OWNER)
    assert noted() == [
        ("refused", "vera", "", ""),
        ("signed_in", "vera", "", ""),
        ("signed_out", "vera", "", ""),
    ]
    first, second, third = AuditEntry.objects.order_by("pk").values_list("network", flat=True)
    assert first != second == third
    assert STRANGER not in first


def test_a_lock_is_noted_once(client, vera):
    for _ in range(signing_in.BY_NAME_AND_NETWORK + 5):
        log_in(client, password="wrong", address=STRANGER)
    refused = [("refused", "vera", "", "")] * signing_in.BY_NAME_AND_NETWORK
    assert noted() == [*refused, ("locked_out", "vera", "sign-in by name and network", "")]


def test_readers_and_names_that_nobody_has_are_not_noted(client):
    make_user(username="rita", password=PASSWORD)
    log_in(client, "rita", "wrong")
    log_in(client, "rita")
    client.post(reverse("logout"))
    log_in(client, PASSWORD, "vera")  # the wrong way round
    assert noted() == []


def test_flags_groups_permissions_and_passwords_are_noted_with_who_changed_them(vera):
    chief, admin = make_administrator(), Client()
    admin.force_login(chief)
    AuditEntry.objects.all().delete()
    editors = Group.objects.get(name="Editors")
    permission = Permission.objects.get(codename="view_author")
    form = {
        "username": "vera",
        "is_active": "on",
        "is_staff": "on",
        "groups": [editors.pk],
        "user_permissions": [permission.pk],
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00",
    }
    assert admin.post(f"/admin/auth/user/{vera.pk}/change/", form).status_code == 302
    new = {"password1": "river 2 river", "password2": "river 2 river", "usable_password": "true"}
    assert admin.post(f"/admin/auth/user/{vera.pk}/password/", new).status_code == 302
    assert sorted(noted()) == sorted(
        (kind, "vera", detail, chief.username)
        for kind, detail in (
            ("given", "is_staff"),
            ("given", "group Editors"),
            ("given", "articles.view_author"),
            ("taken", "moderation.moderate"),
            ("password_changed", ""),
        )
    )


def test_changes_from_any_side_are_noted(vera):
    group = Group.objects.create(name="Night desk")
    permission = Permission.objects.get(codename="assign_cases")
    group.user_set.add(vera)
    group.permissions.add(permission)
    group.permissions.clear()
    vera.groups.clear()
    vera.is_active = False
    vera.save()
    group.user_set.add(vera)
    group.delete()
    User.objects.get(pk=vera.pk).delete()
    assert noted() == [
        ("given", "vera", "group Night desk", ""),
        ("given", "", "Night desk: moderation.assign_cases", ""),
        ("taken", "", "Night desk: moderation.assign_cases", ""),
        ("taken", "vera", "group Night desk", ""),
        ("taken", "vera", "is_active", ""),
        ("given", "vera", "group Night desk", ""),
        ("taken", "vera", "group Night desk", ""),
        ("taken", "vera", "account", ""),
    ]


def test_a_new_account_notes_what_makes_it_one_of_the_staff():
    make_user(username="rita", password=PASSWORD)
    make_user(username="chief", is_staff=True, is_superuser=True)
    assert noted() == [("given", "chief", "is_staff", ""), ("given", "chief", "is_superuser", "")]


def test_a_hash_that_a_sign_in_renews_is_no_change_of_the_password(client, vera, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    log_in(client)
    assert User.objects.get(username="vera").password.startswith("scrypt")
    assert noted() == [("signed_in", "vera", "", "")]


def test_an_entry_cannot_be_changed(client, vera):
    log_in(client)
    with pytest.raises(Error, match="appended, never edited"), transaction.atomic():
        AuditEntry.objects.update(account="somebody")
    assert noted() == [("signed_in", "vera", "", "")]


def test_entries_are_erased_by_age(vera, settings):
    settings.AUDIT_LOG_DAYS = 30
    for days in (31, 29):
        at = timezone.now() - timedelta(days=days)
        AuditEntry.objects.create(kind="signed_in", account=f"{days} days", noted_at=at)
    call_command("forget_origins")
    assert [account for _, account, _, _ in noted()] == ["29 days"]


def test_only_administrators_read_the_log(client):
    address = reverse("admin:staff_auditentry_changelist")
    answers = {}
    for name in ("Moderators", "Senior moderators", "Editors", ADMINISTRATORS):
        user = make_user(is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        answers[name] = client.get(address).status_code
    assert {name for name, status in answers.items() if status == 200} == {ADMINISTRATORS}
    assert f"group {ADMINISTRATORS}" in client.get(address).content.decode()
