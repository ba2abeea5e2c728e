"""Sensitive acts ask again who is there."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.models import Author
from moderation.models import ApiKey, PolicyVersion, SectionLimit
from moderation.services.clients import api_keys
from tests.factories import (
    make_author,
    make_policy_version,
    make_user,
)
from tests.staff.sign_in import PASSWORD, code, give_app, log_in
from tests.views.policy_editor.forms import read

pytestmark = pytest.mark.django_db
ASKS = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def _minutes(settings):
    settings.REAUTHENTICATE_MINUTES = 15


@pytest.fixture
def chief(client):
    chief = make_user(username="chief", password=PASSWORD, is_staff=True, is_superuser=True)
    log_in(client, chief)
    return chief


def wait(client, minutes):
    """As if the last proof were so much older."""
    session = client.session
    session[RECORDS] = [{**each, "at": each["at"] - minutes * 60} for each in session[RECORDS]]
    session.save()


def acts():
    """What is sensitive: the address, what is posted, and what shows that it was done."""
    author, user = make_author(name="Ani"), make_user(username="rita")
    key, _secret = api_keys.issue(name="paper", calls_per_minute=9)
    policy = make_policy_version().policy
    chosen = {"_selected_action": [author.pk]}
    return {
        "erasing an author": (
            "/admin/articles/author/",
            {"action": "erase_author", "confirmed": "yes", **chosen},
            lambda: Author.objects.get(pk=author.pk).erased_at,
        ),
        "revoking a key": (
            "/admin/moderation/apikey/",
            {"action": "revoke", "_selected_action": [key.pk]},
            lambda: ApiKey.objects.get().status == "revoked",
        ),
        "limiting somebody": (
            "/admin/moderation/sectionlimit/add/",
            {"section": "politics", "user": user.pk},
            SectionLimit.objects.exists,
        ),
        "making an account": (
            "/admin/auth/user/add/",
            {"username": "new", "usable_password": "false"},
            User.objects.filter(username="new").exists,
        ),
        "making a group": (
            "/admin/auth/group/add/",
            {"name": "Night"},
            Group.objects.filter(name="Night").exists,
        ),
        "publishing a policy": (
            reverse("desk:policy", args=[policy.pk]),
            None,
            lambda: PolicyVersion.objects.filter(published_at__isnull=False).count() == 2,
        ),
    }


def test_each_sensitive_act_waits_for_the_password_and_is_then_done(client, chief):
    for name, (address, posted, is_done) in acts().items():
        wait(client, 16)
        given = posted if posted is not None else editor(client, address)
        asked = client.post(address, given)
        assert (name, asked.status_code, asked.url, bool(is_done())) == (name, 302, ASKS, False)
        wrong = client.post(ASKS, {"password": "wrong"})
        assert (wrong.status_code, bool(is_done())) == (200, False)
        done = client.post(ASKS, {"password": PASSWORD})
        assert (name, done.status_code, bool(is_done())) == (name, 302, True)


def test_no_password_is_kept_so_a_new_one_is_typed_again(client, chief):
    user = make_user(username="rita")
    wait(client, 16)
    address, new = f"/admin/auth/user/{user.pk}/password/", "a-New-one-1831"
    posted = {"password1": new, "password2": new, "usable_password": "true"}
    assert client.post(address, posted).url == ASKS
    assert new not in str(dict(client.session))
    again = client.post(ASKS, {"password": PASSWORD})
    assert (again.status_code, "This field is required." in again.content.decode()) == (200, True)
    client.post(address, posted)
    assert User.objects.get(pk=user.pk).check_password(new)


def editor(client, address):
    """What the policy editor sends to publish."""
    return read(client.get(address)).fields | {"publish": ""}


def test_nobody_is_asked_within_the_minutes_or_where_it_is_off(client, chief, settings):
    wait(client, 14)
    address, posted = "/admin/auth/group/add/", {"name": "Night"}
    assert client.post(address, posted).url == "/admin/auth/group/"
    wait(client, 600)
    settings.REAUTHENTICATE_MINUTES = 0
    assert client.post(address, {"name": "Day"}).url == "/admin/auth/group/"


def test_a_code_of_the_second_factor_is_as_good(client, chief):
    give_app(chief)
    wait(client, 16)
    assert client.get(reverse("add_app")).url == ASKS
    client.post("/admin/auth/group/add/", {"name": "Night"})
    assert client.post(ASKS, {"code": code()}).url == "/admin/auth/group/"


def test_setting_up_a_second_factor_asks_and_goes_on_there(client, chief):
    for name in ("add_app", "add_passkey", "recovery_codes"):
        wait(client, 16)
        assert client.get(reverse(name)).url == ASKS
        assert client.post(ASKS, {"password": PASSWORD}).url == reverse(name)


def test_wrong_passwords_count_as_attempts_to_log_in(client, chief):
    wait(client, 16)
    answers = [client.post(ASKS, {"password": "wrong"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_an_htmx_request_leads_the_whole_page_there(client, chief):
    wait(client, 16)
    asked = client.post("/admin/auth/group/add/", {"name": "a"}, headers={"HX-Request": "true"})
    assert asked["HX-Redirect"] == ASKS
