"""Invitations: from an administrator's form to the new colleague's first page."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from staff import invitations
from staff.models import AuditEntry, Invitation
from tests.factories import make_user
from tests.racing import race

PASSWORD = "a long and quiet river"
NEW = {"username": "nora", "password1": PASSWORD, "password2": PASSWORD}
pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    chief = make_user(username="chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="Administrators"))
    client.force_login(chief)
    return chief


def invite(client, group="Moderators", **more):
    pk = Group.objects.get(name=group).pk
    return client.post(
        reverse("admin:staff_invitation_add"), {"email": "nora@example.org", "group": pk, **more}
    )


def link():
    return re.findall(r"https://comments\.example\.org(/\S+)", mail.outbox[-1].body)[0]


def test_a_colleague_is_invited_makes_an_account_and_is_at_the_desk(client, chief):
    invite(client)
    assert mail.outbox[0].to == ["nora@example.org"]
    nora = Client()
    assert "nora@example.org" in nora.get(link()).content.decode()
    assert nora.post(link(), {**NEW, "password2": "other"}).status_code == 400
    assert nora.post(link(), NEW).url == reverse("security")
    assert nora.get("/desk/").status_code == 200
    made = User.objects.get(username="nora")
    assert (made.email, made.is_staff, made.is_superuser) == ("nora@example.org", False, False)
    assert Client().post(link(), {**NEW, "username": "eve"}).status_code == 410
    noted = AuditEntry.objects.filter(account="nora@example.org")
    assert list(noted.values_list("kind", "detail", "by")) == [
        ("invited", "group Moderators", "chief")
    ]


def test_where_a_second_factor_is_demanded_they_set_it_up_first(client, chief, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    settings.DEBUG = False
    invite_directly = invitations.invite(
        email="a@b.org", group=Group.objects.get(name="Editors"), opens_admin=True, by=chief
    )
    nora = Client()
    path = invitations.address_of(invite_directly).removeprefix("https://comments.example.org")
    nora.post(path, NEW)
    assert nora.get("/desk/").url == reverse("security")
    assert User.objects.get(username="nora").is_staff


def test_a_link_ends_by_age_by_withdrawal_and_with_the_rights_of_its_sender(
    client, chief, monkeypatch
):
    invite(client)
    assert Client().get(link()[:-2] + "xx/").status_code == 410
    later = signing.time.time() + (invitations.LASTS + timedelta(hours=1)).total_seconds()
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: later)
        assert Client().get(link()).status_code == 410
    assert Client().get(link()).status_code == 200
    chief.groups.clear()
    assert Client().get(link()).status_code == 410
    chief.groups.add(Group.objects.get(name="Administrators"))
    Invitation.objects.get().delete()
    assert Client().get(link()).status_code == 410


def test_nobody_invites_into_a_group_beyond_their_own_rights(client, chief):
    group = Group.objects.create(name="Above")
    group.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    chief.groups.get().permissions.remove(
        *chief.groups.get().permissions.filter(codename="appoint_moderators")
    )
    assert invite(client, "Above").status_code == 200
    assert Invitation.objects.count() == 0


def test_a_site_without_e_mail_shows_the_link(client, chief, settings):
    settings.EMAIL_BACKEND = "moderation.services.readers.printing.EmailBackend"
    page = client.get(invite(client).url).content.decode()
    assert "/accounts/invitation/" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_gets_an_account(client, chief):
    invite(client)
    names = ("nora", "eve")
    tries = [lambda n=name: Client().post(link(), {**NEW, "username": n}) for name in names]
    assert sorted(answer.status_code for answer in race(*tries)) == [302, 410]
    assert User.objects.filter(username__in=names).count() == 1
