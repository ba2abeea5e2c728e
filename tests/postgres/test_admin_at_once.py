"""The admin when another process stores the same just before."""

from threading import Event, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from articles.models import Article
from moderation.models import Policy
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ARTICLE = {
    "slug": "same",
    "title": "Mine",
    "body": "It happened.",
    "commenting": "open",
    "published_at_0": "2026-11-01",
    "published_at_1": "12:00",
}


@pytest.fixture
def admin_client():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def post_while(client, address, form, store):
    """Send `form` while `store` has stored something that is not committed yet."""
    answers, sent = [], Event()

    def send():
        try:
            sent.set()
            answers.append(client.post(address, form))
        finally:
            connection.close()

    thread = Thread(target=send)
    with transaction.atomic():
        store()
        thread.start()
        sent.wait(timeout=10)
        thread.join(timeout=1)  # until it waits for the row above
        assert thread.is_alive()
    thread.join(timeout=20)
    return answers[0]


def test_an_article_with_a_name_that_was_just_taken_keeps_what_is_typed(admin_client):
    answer = post_while(
        admin_client,
        reverse("admin:articles_article_add"),
        ARTICLE,
        lambda: make_article(slug="same", title="Theirs"),
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Article with this Slug already exists." in page
    assert 'value="Mine"' in page
    assert Article.objects.get().title == "Theirs"


def test_a_second_default_policy_at_the_same_moment_is_explained(admin_client):
    form = {
        "approvals_of_new_authors": 0,
        "record_minimum": 5,
        "record_days": 30,
        "examples-TOTAL_FORMS": 0,
        "examples-INITIAL_FORMS": 0,
    }
    answer = post_while(
        admin_client, reverse("admin:moderation_policy_add"), form, Policy.objects.create
    )
    assert "The site has a default policy already." in answer.content.decode()
    assert Policy.objects.count() == 1


def test_a_user_with_a_name_that_was_just_taken_is_explained(admin_client):
    form = {
        "username": "ani",
        "password1": "long-enough-1",
        "password2": "long-enough-1",
        "usable_password": "true",
    }
    answer = post_while(
        admin_client, reverse("admin:auth_user_add"), form, lambda: make_user(username="ani")
    )
    assert "A user with that username already exists." in answer.content.decode()
    assert User.objects.filter(username="ani").count() == 1
