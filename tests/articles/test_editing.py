from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from articles import posting
from articles.models import Article, Comment
from moderation.models import Decision, Score
from moderation.services.decisions import deciding
from tests.factories import make_article, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

ATTACK = "You are an [personal_attack 0.9]!"


@pytest.fixture
def own(client, written_release):
    """A comment that the client has just posted."""
    make_policy_version()
    article = make_article()
    client.post(f"/articles/{article.slug}/comments/", {"name": "Ani", "text": "First words."})
    return article.comments.get()


def edit(client, comment, text, **fields):
    return client.post(f"/comments/{comment.pk}/edit/", {"text": text, **fields}, follow=True)


def test_an_author_changes_a_comment_and_it_is_judged_again(client, own):
    page = edit(client, own, "Better words.").content.decode()
    own.refresh_from_db()
    assert (own.text, own.status) == ("Better words.", Comment.Status.PUBLISHED)
    assert own.edited_at is not None
    assert "Better words." in page
    assert "edited" in page


def test_a_changed_comment_that_breaks_the_policy_is_questioned_and_then_held(client, own):
    response = edit(client, own, ATTACK)
    own.refresh_from_db()
    assert own.text == "First words."
    assert "Send it for review" in response.content.decode()
    edit(client, own, ATTACK, confirmed="on")
    own.refresh_from_db()
    assert (own.text, own.status) == (ATTACK, Comment.Status.HELD)
    assert Score.objects.get(comment=own).personal_attack == 0.9


def test_an_approval_does_not_carry_over_to_other_words(client, own):
    deciding.decide(
        comment=own,
        moderator=make_moderator(),
        action=Decision.Action.APPROVE,
        seen_as=deciding.seen(own),
    )
    edit(client, own, ATTACK, confirmed="on")
    own.refresh_from_db()
    assert own.status == Comment.Status.HELD


def test_nobody_else_can_change_it(own):
    assert edit(Client(), own, "Forged.").status_code == 404
    own.refresh_from_db()
    assert own.text == "First words."


def test_it_is_too_late_after_some_minutes_and_the_text_is_kept(client, own):
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=11))
    response = edit(client, own, "Late words.")
    assert response.status_code == 400
    assert "It is too late" in response.content.decode()
    assert "Late words.</textarea>" in response.content.decode()


def test_a_removed_comment_cannot_be_changed(client, own):
    Comment.objects.update(status=Comment.Status.REMOVED)
    assert edit(client, own, "Again.").status_code == 400


def test_a_closed_article_closes_its_comments(client, own):
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    assert "are closed" in edit(client, own, "Again.").content.decode()


def test_changing_in_a_hurry_is_refused(client, own):
    edit(client, own, "Second.")
    assert "very quickly" in edit(client, own, "Third.").content.decode()


def test_nobody_sees_the_new_words_before_they_are_judged(client, own, monkeypatch):
    seen = []

    def look(**_):
        seen.append(Comment.objects.get(pk=own.pk).status)

    monkeypatch.setattr(posting.comment_posted, "send", look)
    edit(client, own, "Better words.")
    assert seen == [Comment.Status.HELD]


def test_a_database_that_fails_loses_no_words(client, own, monkeypatch):
    def fail(**_):
        raise DatabaseError("disk full")

    monkeypatch.setattr(posting, "edit", fail)
    response = edit(client, own, "Better words.")
    assert response.status_code == 503
    assert "Better words.</textarea>" in response.content.decode()


@pytest.mark.parametrize(("age", "offered"), [(1, True), (11, False)])
def test_the_way_to_change_is_offered_to_the_author_while_it_lasts(client, own, age, offered):
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=age))
    link = f"/comments/{own.pk}/edit/"
    page = client.get(own.article.get_absolute_url()).content.decode()
    assert (link in page) == offered
    assert link not in Client().get(own.article.get_absolute_url()).content.decode()
