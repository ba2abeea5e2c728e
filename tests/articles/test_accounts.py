import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Author, Comment
from tests.factories import make_article, make_moderator, make_policy_version, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
JOINING = {"username": "ani", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()


def post(client, article, text, name="Ani"):
    return client.post(f"/articles/{article.slug}/comments/", {"name": name, "text": text})


def test_a_reader_joins_and_is_logged_in(client):
    response = client.post("/accounts/join/", JOINING, follow=True)
    assert "Log <bdi>ani</bdi> out" in response.content.decode()


def test_what_cannot_be_an_account_is_explained(client):
    response = client.post("/accounts/join/", {**JOINING, "password2": "another"})
    assert response.status_code == 400
    assert not User.objects.exists()


def test_who_wrote_before_joining_stays_one_author(client, article):
    post(client, article, "Before.")
    client.post("/accounts/join/", JOINING)
    post(client, article, "After.", name="")
    assert Author.objects.get().user == User.objects.get()
    assert Comment.objects.count() == 2


def test_an_account_is_the_same_author_everywhere(client, article):
    client.post("/accounts/join/", JOINING)
    post(client, article, "At home.")
    elsewhere = Client()
    elsewhere.login(username="ani", password=PASSWORD)
    post(elsewhere, article, "At work.", name="")
    assert Author.objects.count() == 1


def test_an_account_does_not_take_over_the_author_of_another_account(client, article):
    post(client, article, "Mine.")
    author = Author.objects.get()
    Author.objects.update(user=make_user())
    client.post("/accounts/join/", JOINING)
    post(client, article, "Other.", name="Other")
    assert Author.objects.exclude(pk=author.pk).get().name == "Other"


@pytest.mark.parametrize(("make", "desk"), [(make_moderator, True), (make_user, False)])
def test_only_moderators_are_shown_the_way_to_the_desk(client, make, desk):
    client.force_login(make())
    assert (">Desk</a>" in client.get("/").content.decode()) == desk


def test_the_pages_carry_the_name_of_the_site(client, settings):
    settings.SITE_NAME = "The Paper"
    assert ">The Paper</a>" in client.get("/").content.decode()
    assert "<title>The Paper</title>" in client.get("/feed/").content.decode()
