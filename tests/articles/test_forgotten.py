"""A new password by e-mail, as the owner of an account and as a stranger ask for it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from articles import forgotten
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "a long and quiet river", "a wide and silent lake"
ASK = "/accounts/forgotten/"


@pytest.fixture
def vera():
    return make_user(username="vera", email="vera@example.org", password=PASSWORD)


def ask(client, email="vera@example.org", **where):
    return client.post(ASK, {"email": email}, **where)


def test_the_link_of_the_e_mail_sets_a_new_password_once(client, vera):
    assert ask(client).url == reverse("password_reset_done")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["vera@example.org"], "New password for Comity")
    (link,) = re.findall(r"https://comments\.example\.org(/\S+)", sent.body)
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    given = {"new_password1": NEW, "new_password2": NEW}
    assert client.post(address, given).url == reverse("password_reset_complete")
    vera.refresh_from_db()
    assert vera.check_password(NEW)
    assert "used already" in client.get(link, follow=True).content.decode()


def test_the_link_leads_to_the_site_whatever_host_was_asked(client, vera, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, HTTP_HOST="evil.example")
    assert "evil.example" not in mail.outbox[0].body


def test_the_answer_does_not_tell_which_addresses_have_an_account(client, vera):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_a_mailbox_is_not_flooded(client, vera):
    networks = (f"10.0.{number}.1" for number in range(10))
    codes = [ask(client, REMOTE_ADDR=address).status_code for address in networks]
    most = forgotten.REQUESTS_BY_ADDRESS
    assert codes == [302] * most + [429] * (10 - most)
    assert len(mail.outbox) == most


def test_a_network_asks_ten_times_an_hour(client):
    codes = [ask(client, f"reader-{number}@example.org").status_code for number in range(12)]
    assert codes == [302] * forgotten.REQUESTS_BY_NETWORK + [429] * 2
    assert ask(client)["Retry-After"] == "3600"


def test_a_site_without_e_mail_says_whom_to_ask(client, vera, settings):
    settings.DEFAULT_FROM_EMAIL = "comments@localhost"
    for response in (client.get(ASK), ask(client)):
        assert "Ask one of its administrators" in response.content.decode()
    assert mail.outbox == []


def test_the_login_page_offers_it(client):
    assert f'href="{ASK}"' in client.get("/accounts/login/").content.decode()
    assert client.get("/admin/forgotten/", follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", ["password_reset", "password_reset_done", "password_reset_complete"]
)
def test_its_pages_speak_german(client, name):
    page = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE="de").content.decode()
    assert '<html lang="de">' in page
    assert "assword" not in page.partition("<main")[2].replace("password", "")


def test_an_address_that_is_none_is_refused_and_kept(client):
    page = ask(client, "vera")
    assert page.status_code == 200
    assert 'value="vera"' in page.content.decode()
