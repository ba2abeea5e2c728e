"""Addresses, from the form where a reader gives one to the link that proves it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import confirming
from articles.confirming import mail as confirmation_mail
from articles.models import Author, EmailProof
from tests.factories import make_article, make_author, make_policy_version
from tests.racing import race

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
ADDRESS = "ani@example.org"


@pytest.fixture
def posted(client, written_release):
    """The author of a comment that was posted with an address."""
    make_policy_version()
    form = {"name": "Ani", "email": ADDRESS, "text": "Well said."}
    client.post(f"/articles/{make_article().slug}/comments/", form)
    return Author.objects.get()


def link():
    """The link of the last e-mail."""
    call_command("send_notices")
    return re.findall(r"https://comments\.example\.org(/\S+)", mail.outbox[-1].body)[0]


def test_an_address_is_proved_by_one_use_of_its_link(posted, client):
    assert posted.email_confirmed_at is None
    address = link()
    assert mail.outbox[-1].to == [ADDRESS]
    stranger = Client()
    page = stranger.get(address).content.decode()
    assert ADDRESS in page
    posted.refresh_from_db()
    assert posted.email_confirmed_at is None  # programs that look into e-mails follow links
    assert "Address confirmed" in stranger.post(address).content.decode()
    posted.refresh_from_db()
    assert posted.email_confirmed_at is not None
    assert [stranger.get(address).status_code, stranger.post(address).status_code] == [410, 410]


def test_a_link_ends_after_three_days_and_when_another_was_asked_for(posted, client, monkeypatch):
    first = link()
    confirming.ask(email="other@example.org", author=posted)
    assert client.get(first).status_code == 410
    second = link()
    monkeypatch.setattr(confirming, "LINK_LASTS", timedelta(seconds=-1))
    assert client.post(second).status_code == 410
    assert client.post("/accounts/email/1~x~y/").status_code == 410
    assert not EmailProof.objects.filter(confirmed_at__isnull=False).exists()


def test_a_mailbox_gets_three_links_a_day_whatever_its_spelling(db):
    for spelling in ("ani@example.org", "a.ni@example.org", "ANI@example.org", "ani+1@example.org"):
        confirming.ask(email=spelling, author=make_author())
    assert confirmation_mail.send_due() == 3
    assert confirmation_mail.send_due() == 0


def test_who_posts_again_is_not_asked_again(posted, client):
    confirming.ask_once(posted)
    assert EmailProof.objects.count() == 1


def test_joining_says_the_same_of_an_address_that_another_account_has(client):
    User.objects.create_user("vera", email=ADDRESS, password=PASSWORD)
    form = {"username": "ani", "email": ADDRESS, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/join/", form, follow=True).content.decode()
    assert str(confirming.LINK_COMES) in page
    ani = User.objects.get(username="ani")
    assert ani.email == ""  # nobody gets a new password by an address that is not theirs
    client.post(link())
    ani.refresh_from_db()
    assert ani.email == ADDRESS


def test_the_proved_address_of_an_account_is_that_of_its_comments(client, written_release):
    make_policy_version()
    ani = User.objects.create_user("ani", password=PASSWORD)
    confirming.confirm(confirming.ask(email=ADDRESS, user=ani))
    client.force_login(ani)
    article = make_article()
    assert 'name="email"' not in client.get(article.get_absolute_url()).content.decode()
    client.post(f"/articles/{article.slug}/comments/", {"name": "Ani", "text": "Well said."})
    author = Author.objects.get()
    assert author.email == ADDRESS
    assert author.email_confirmed_at is not None


def test_another_address_is_not_proved_by_the_former_one():
    author = make_author(email=ADDRESS)
    author.take_email(ADDRESS)
    assert author.email_confirmed_at is not None
    author.take_email("other@example.org")
    assert author.email_confirmed_at is None


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_a_link_once():
    confirming.ask(email=ADDRESS, author=make_author())
    assert sorted(race(confirmation_mail.send_due, confirmation_mail.send_due)) == [0, 1]


def test_a_reader_asks_for_a_link_on_their_own_page(posted, client):
    EmailProof.objects.update(asked_at=timezone.now() - timedelta(days=9))
    assert client.post("/you/", {"action": "email", "email": "no address"}).status_code == 400
    for _ in range(5):
        assert client.post("/you/", {"action": "email", "email": ADDRESS}).status_code == 302
    assert client.post("/you/", {"action": "email", "email": ADDRESS}).status_code == 429
    client.post(link())
    assert "Your confirmed address is" in client.get("/you/").content.decode()
    assert "posted no comments" in Client().get("/you/").content.decode()
