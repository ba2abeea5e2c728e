"""Second factors, with the codes that an app would show."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from staff import second_factor
from staff.models import AuditEntry
from tests.factories import make_administrator, make_moderator, make_user
from tests.staff.sign_in import PASSWORD, code, give_app, is_in, log_in

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture
def vera():
    return make_moderator(username="vera", password=PASSWORD)


def give(client, given):
    return client.post(reverse("mfa_authenticate"), {"code": given})


def test_who_has_an_app_is_in_only_with_its_code(client, vera):
    give_app(vera)
    asked = log_in(client, vera, next=DESK)
    assert (asked.url, is_in(client)) == (reverse("mfa_authenticate"), False)
    assert client.get(DESK).status_code == 302
    assert "This code is not right" in give(client, "000000").content.decode()
    assert give(client, code()).url == DESK
    assert is_in(client)


def test_a_code_logs_in_once_in_whatever_process(vera, settings):
    give_app(vera)
    first, second, shown = Client(), Client(), code()
    for each in (first, second):
        log_in(each, vera)
    give(first, shown)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    give(second, shown)
    assert (is_in(first), is_in(second)) == (True, False)


def test_each_recovery_code_logs_in_once(client, vera):
    codes, answers = give_app(vera), []
    for given in (codes[0], codes[0], codes[1]):
        log_in(client, vera)
        give(client, given)
        answers.append(is_in(client))
        client.logout()
    assert answers == [True, False, True]


def test_codes_cannot_be_tried_for_ever(client, vera):
    give_app(vera)
    log_in(client, vera)
    answers = [give(client, f"{number:06}").status_code for number in range(12)]
    assert answers == [200] * second_factor.CODES + [429, 429]
    assert give(client, code()).status_code == 429


def test_the_admin_asks_for_the_code_too(client):
    chief = make_administrator()
    chief.set_password(PASSWORD)
    chief.save()
    give_app(chief)
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("login"))
    assert log_in(client, chief, next="/admin/").url == reverse("mfa_authenticate")
    assert give(client, code()).url == "/admin/"
    reader = Client()
    reader.force_login(make_user())
    assert reader.get("/admin/", follow=True).status_code == 403


def test_where_it_is_demanded_the_desk_leads_to_setting_it_up_and_opens_then(
    client, vera, settings
):
    settings.STAFF_SECOND_FACTOR = "required"
    log_in(client, vera)
    assert client.get(DESK).url == reverse("security")
    fragment = client.get(DESK, headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == reverse("security")
    page = client.get(reverse("add_app")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    assert "<svg" in page
    wrong = client.post(reverse("add_app"), {"code": "000000"}).content.decode()
    assert f"<code>{secret}</code>" in wrong
    assert client.post(reverse("add_app"), {"code": code(secret)}).url == reverse("recovery_codes")
    codes = client.get(reverse("recovery_codes")).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert client.get(DESK).status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored


def test_readers_are_asked_for_nothing(client, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    reader = make_user(password=PASSWORD)
    log_in(client, reader)
    assert is_in(client)
    assert client.get(reverse("security")).status_code == 403


def test_a_session_from_before_the_factor_was_set_up_elsewhere_gives_a_code_not_the_password(
    client, vera, settings
):
    settings.STAFF_SECOND_FACTOR = "required"
    client.force_login(vera)
    give_app(vera)
    assert client.get(DESK).url == reverse("reauthenticate")
    page = client.get(reverse("reauthenticate")).content.decode()
    assert ('name="code"' in page, 'name="password"' in page) == (True, False)
    client.post(reverse("reauthenticate"), {"password": PASSWORD})
    assert client.get(DESK).status_code == 302
    assert client.post(reverse("reauthenticate"), {"code": code()}).url == DESK
    assert client.get(DESK).status_code == 200


def test_a_factor_is_removed_by_its_owner_and_reset_by_an_administrator(client, vera):
    give_app(vera)
    AuditEntry.objects.all().delete()
    client.force_login(vera)
    own = Authenticator.objects.get(type="totp")
    other = Client()
    other.force_login(make_moderator())
    assert other.post(reverse("remove_factor", args=[own.pk])).status_code == 404
    client.post(reverse("remove_factor", args=[own.pk]))
    assert Authenticator.objects.count() == 0  # recovery codes alone are none
    give_app(vera)
    chief = make_administrator()
    client.force_login(chief)
    chosen = {"action": "reset_second_factor", "_selected_action": [vera.pk]}
    client.post("/admin/auth/user/", chosen)
    assert Authenticator.objects.count() == 0
    noted = AuditEntry.objects.filter(kind="factor_removed").order_by("pk")
    assert list(noted.values_list("account", "detail", "by")) == [
        ("vera", "totp", ""),
        ("vera", "recovery_codes", ""),
        ("vera", "all", chief.username),
    ]


def test_the_check_of_the_factor_costs_no_query(
    client, vera, settings, django_assert_num_queries, django_assert_max_num_queries
):
    give_app(vera)
    log_in(client, vera)
    give(client, code())
    client.get(DESK)
    with django_assert_max_num_queries(100) as without:
        client.get(DESK)
    settings.STAFF_SECOND_FACTOR = "required"
    with django_assert_num_queries(len(without)):
        client.get(DESK)
