"""A reader's own page: news, data, and leaving."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import reader_links
from articles.models import Author, Comment
from articles.reader_links import Purpose
from moderation.models import ErasureRequest, Notification
from moderation.services.readers import leaving
from tests.factories import make_author, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ani():
    return make_author(name="Ani", email="ani@example.org", user=make_user(username="ani"))


@pytest.fixture
def page(ani, client):
    """Ani, logged in, with a comment that was replied to."""
    client.force_login(ani.user)
    own = make_comment("Mine.", author=ani, status="published")
    answer = make_comment("A reply.", parent=own, article=own.article, status="published")
    Notification.objects.create(author=ani, comment=answer)
    return client


def test_replies_are_new_until_the_page_was_seen(page):
    article = Comment.objects.first().article
    assert "1 new reply to you" in page.get(article.get_absolute_url()).content.decode()
    assert "<strong>New:</strong>" in page.get("/you/").content.decode()
    again = page.get("/you/").content.decode()
    assert "A reply." in again
    assert "<strong>New:</strong>" not in again
    assert "new reply" not in page.get(article.get_absolute_url()).content.decode()


def test_everything_about_the_reader_can_be_downloaded(page):
    response = page.get("/you/?data=json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="comments.json"'
    rows = json.loads(response.content)
    assert [row["what"] for row in rows] == ["author", "comment", "notification"]
    assert "A reply." not in response.content.decode()


def test_data_is_deleted_after_a_day_with_the_account(page, ani):
    page.post("/you/", {"action": "leave"})
    assert leaving.erase_due() == 0
    ErasureRequest.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    call_command("erase_readers")
    ani.refresh_from_db()
    assert (ani.erased_at is None, ani.email) == (False, "")
    assert not User.objects.exists()
    assert not ErasureRequest.objects.exists()


def test_a_link_in_an_email_takes_the_wish_back(page, ani):
    page.post("/you/", {"action": "leave"})
    call_command("send_notices")
    (link,) = re.findall(r"https://comments\.example\.org(/\S+)", mail.outbox[-1].body)
    stranger = Client()
    assert "Do not delete them" in stranger.get(link).content.decode()
    assert ErasureRequest.objects.exists()
    stranger.post(link)
    assert not ErasureRequest.objects.exists()


def test_a_link_of_an_embed_leads_to_the_page_for_an_hour(ani, monkeypatch):
    token = reader_links.token_for(ani, Purpose.OWN_PAGE)
    stranger = Client()
    assert "Your page" in stranger.get(f"/you/{token}/").content.decode()
    stranger.post(f"/you/{token}/", {"action": "mailing", "mailing": "daily"})
    assert Author.objects.get().mailing == "daily"
    mailing = reader_links.token_for(ani, Purpose.MAILING)
    assert stranger.get(f"/you/{mailing}/").status_code == 410
    monkeypatch.setitem(reader_links.LASTS, Purpose.OWN_PAGE, timedelta(seconds=-1))
    assert stranger.get(f"/you/{token}/").status_code == 410
