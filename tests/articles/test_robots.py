"""What makes a form look like a program's, and that people pass."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import impostors, robots
from articles.models import Comment
from tests.factories import make_article, make_author, make_comment, make_policy_version, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client, written_release, settings):
    settings.FASTEST_POST = 600.0
    make_policy_version()
    article = make_article()

    def post(**fields):
        form = {"name": "Ani", "text": "Well said.", **fields}
        return client.post(f"/articles/{article.slug}/comments/", form).content.decode()

    return post


def opened(monkeypatch, **ago):
    """The stamp of a form that was drawn so long ago."""
    made = robots.stamp()
    now = timezone.now() + timedelta(**ago)
    monkeypatch.setattr(robots.timezone, "now", lambda: now)
    return made


def test_a_form_that_is_sent_at_once_or_without_its_time_keeps_its_text(post):
    for stamp, told in ((robots.stamp(), "very quick"), ("", "too long"), ("form~x~y", "too long")):
        page = post(opened=stamp)
        assert told in page
        assert "Well said.</textarea>" in page
    assert not Comment.objects.exists()


def test_a_form_that_a_person_took_time_for_is_posted(post, monkeypatch):
    post(opened=opened(monkeypatch, seconds=601))
    assert Comment.objects.exists()


def test_a_hidden_field_that_is_filled_in_is_told_of(post, monkeypatch):
    stamp = opened(monkeypatch, seconds=601)
    assert "A hidden field was filled in" in post(opened=stamp, website="https://spam.example")
    assert not Comment.objects.exists()


def test_an_account_is_not_examined(post, client):
    client.force_login(make_user())
    post(website="https://spam.example")
    assert Comment.objects.exists()


@given(st.text())
def test_any_stamp_is_read(given):
    assert robots._opened(given) is None
    assert robots._opened(f"form~{given}~x") is None


def test_readers_whose_names_look_alike_are_told_apart():
    article = make_article()
    comments = [
        make_comment(article=article, author=make_author(name=name))
        for name in ("Lena", "lеna", "Otto")
    ]
    comments.append(make_comment(article=article, author=comments[0].author))
    impostors.mark(comments)
    mark = "another reader of this name"
    assert [comment.name_mark for comment in comments] == ["", mark, "", ""]
