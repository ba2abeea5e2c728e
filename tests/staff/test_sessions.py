"""Where somebody is signed in, and ending it."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from staff.models import AuditEntry, StaffSession
from tests.factories import make_administrator, make_moderator, make_user
from tests.staff.sign_in import PASSWORD, log_in

pytestmark = pytest.mark.django_db
DESK = "/desk/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "a wide and silent lake"


@pytest.fixture
def vera():
    return make_moderator(username="vera", password=PASSWORD)


def signed_in(user, **headers):
    client = Client(headers=headers)
    log_in(client, user)
    return client


def works(client):
    return client.get(DESK).status_code == 200


def test_own_sessions_are_listed_and_ended(vera):
    desktop, phone = signed_in(vera), signed_in(vera, **{"User-Agent": FIREFOX})
    page = desktop.get(reverse("security")).content.decode()
    assert ("Firefox · Linux" in page, "this session" in page) == (True, True)
    row = StaffSession.objects.get(device="Firefox · Linux")
    stranger = signed_in(make_moderator(username="otto", password=PASSWORD))
    stranger.post(reverse("end_session", args=[row.pk]))
    assert works(phone)
    desktop.post(reverse("end_session", args=[row.pk]))
    assert (works(desktop), works(phone)) == (True, False)
    entry = AuditEntry.objects.first()
    assert (entry.kind, entry.account, entry.detail) == ("ended", "vera", "Firefox · Linux")


def test_signing_out_takes_a_session_off_the_list_and_readers_are_never_on_it(vera):
    signed_in(make_user(username="rita", password=PASSWORD))
    client = signed_in(vera)
    assert StaffSession.objects.count() == 1
    client.post(reverse("logout"))
    assert StaffSession.objects.count() == 0


def test_an_administrator_ends_a_colleagues_session_and_no_superusers(vera):
    colleague, chief = signed_in(vera), make_administrator()
    chief.set_password(PASSWORD)
    chief.save()
    mighty = signed_in(chief)
    administrator = make_user(is_staff=True, username="ada", password=PASSWORD)
    administrator.groups.add(Group.objects.get(name="Administrators"))
    admin = signed_in(administrator)
    every = list(StaffSession.objects.exclude(user=administrator).values_list("pk", flat=True))
    admin.post("/admin/staff/staffsession/", {"action": "end", "_selected_action": every})
    assert works(colleague) is False
    assert works(mighty)


def test_a_new_password_ends_the_other_sessions_whoever_gives_it(vera, settings):
    here, there = signed_in(vera), signed_in(vera)
    given = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post(reverse("password_change"), given)
    assert (works(here), works(there)) == (True, False)
    assert "this session" in here.get(reverse("security")).content.decode()
    vera.refresh_from_db()
    vera.set_password(PASSWORD)  # as a reset by e-mail or a command does
    vera.save()
    assert works(here) is False
    assert StaffSession.objects.count() == 0


def test_sessions_that_ended_by_age_leave_the_list(vera):
    client = signed_in(vera)
    client.session.delete()
    call_command("forget_origins")
    assert StaffSession.objects.count() == 0
