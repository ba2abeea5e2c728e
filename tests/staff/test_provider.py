"""Staff who come from the paper's identity provider."""

import pytest
import requests
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group, User
from django.test import Client

from tests.factories import make_administrator, make_moderator, make_user
from tests.listening import listening
from tests.staff.oidc import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/provider/staff/login/"
NORA = {
    "sub": "42",
    "preferred_username": "nora",
    "email": "nora@example.org",
    "email_verified": True,
    "groups": ["desk", "canteen"],
}


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch):
    with listening(Provider) as address:
        settings.STAFF_OIDC_SERVER = address
        settings.STAFF_OIDC_GROUPS = {"desk": "Moderators", "policy": "Editors"}
        app = {"provider_id": "staff", "name": "SSO", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": address}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        monkeypatch.setattr(Provider, "auth_age", 0)
        yield address


def come(client, person=NORA, query=""):
    """Click the button, follow the provider's redirect, and come back."""
    Provider.person = person
    to_provider = client.post(LOGIN + query)
    back = requests.get(to_provider.url, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def groups(name="nora"):
    return set(User.objects.get(username=name).groups.values_list("name", flat=True))


def test_somebody_in_a_mapped_group_gets_an_account_and_the_desk(client, provider):
    page = client.get("/accounts/login/")
    assert LOGIN in page.content.decode()
    # Browsers hold the redirect of a form to the policy of its page.
    assert f"form-action 'self' {provider};" in page["Content-Security-Policy"] + ";"
    assert come(client, query="?next=/desk/").url == "/desk/"
    assert client.get("/desk/").status_code == 200
    nora = User.objects.get(username="nora")
    assert (groups(), nora.has_usable_password(), nora.is_staff) == ({"Moderators"}, False, False)
    assert SocialAccount.objects.get().extra_data == {}


def test_groups_follow_the_provider_and_the_desk_goes_with_them(client):
    come(client)
    other = Group.objects.create(name="Given here")
    User.objects.get(username="nora").groups.add(other)
    come(client, NORA | {"groups": "policy"})
    assert groups() == {"Editors", "Given here"}
    refused = come(Client(), NORA | {"groups": ["canteen"]})
    assert (refused.status_code, groups()) == (403, {"Given here"})
    assert client.get("/desk/").status_code == 403


def test_strangers_and_the_inactive_are_refused_and_nobody_becomes_a_superuser(client):
    claims = {"groups": ["superuser", "Administrators"], "is_superuser": True}
    assert come(client, NORA | claims).status_code == 403
    assert User.objects.count() == 0
    come(client, NORA | {"is_superuser": True, "is_staff": True})
    nora = User.objects.get()
    assert (nora.is_superuser, nora.is_staff) == (False, False)
    User.objects.update(is_active=False)
    assert come(Client()).status_code == 403


def test_a_verified_address_finds_the_account_of_a_colleague_and_never_a_superuser_s(client):
    known = make_moderator(username="nm", email="Nora@example.org")
    come(client)
    assert SocialAccount.objects.get().user == known
    chief = make_administrator()
    chief.email = "chief@example.org"
    chief.save()
    reader = make_user(username="rita", email="rita@example.org")
    for sub, mail, verified in (
        ("1", chief.email, True),
        ("2", reader.email, True),
        ("3", known.email, False),
    ):
        person = {"sub": sub, "preferred_username": f"p{sub}", "email": mail}
        come(Client(), NORA | person | {"email_verified": verified})
    found = SocialAccount.objects.order_by("uid").values_list("user__username", flat=True)
    assert list(found) == ["p1", "p2", "p3", "nm"]


def test_a_name_that_is_taken_gets_a_number(client):
    make_user(username="nora")
    come(client)
    assert groups("nora-2") == {"Moderators"}


def test_a_sensitive_act_is_confirmed_at_the_provider_that_asks_anew(client, settings, monkeypatch):
    settings.REAUTHENTICATE_MINUTES = 15
    come(client)
    session = client.session
    session[RECORDS] = [{**each, "at": each["at"] - 3600} for each in session[RECORDS]]
    session.save()
    asks = "/accounts/reauthenticate/"
    assert client.get("/accounts/security/app/").url == asks
    assert "process=redirect" in client.get(asks).content.decode()
    again = f"?process=redirect&next={asks}&auth_params=max_age%3D0"
    monkeypatch.setattr(Provider, "auth_age", 4000)  # it did not ask
    assert come(client, query=again).status_code == 403
    monkeypatch.setattr(Provider, "auth_age", 0)
    assert come(client, NORA | {"sub": "somebody else"}, again).status_code == 403
    assert come(client, query=again).url == asks
    assert Provider.asked["max_age"] == "0"
    assert client.get(asks).url == "/accounts/security/app/"
    assert client.get("/accounts/security/app/").status_code == 200


def test_the_provider_asks_for_its_own_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    come(client)
    assert client.get("/desk/").status_code == 200


def test_accounts_are_not_connected_and_nothing_is_there_without_a_provider(client, settings):
    client.force_login(make_moderator())
    assert come(client, query="?process=connect").status_code == 403
    assert SocialAccount.objects.count() == 0
    assert client.get(LOGIN).status_code == 405
    assert client.get(f"{LOGIN}callback/?code=a&state=forged").status_code == 403
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert client.post(LOGIN).status_code == 404
