"""An author is warned once of a comment that would be held, and posting has limits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Author, Comment
from moderation.services.decisions import blocking
from tests.articles.posting.form import ATTACK, body, send
from tests.factories import (
    make_moderator,
)

pytestmark = pytest.mark.django_db


def test_a_comment_that_would_be_held_is_questioned_once_and_then_sent(client, article):
    response = send(client, article, ATTACK)
    page = body(response)
    assert response.status_code == 200
    assert "“[personal_attack 0.9]” may break the discussion policy: personal attacks." in page
    assert f"{ATTACK}</textarea>" in page
    assert 'name="confirmed" value="on"' in page
    assert "Send it for review" in page
    assert (Comment.objects.count(), Author.objects.count()) == (0, 0)
    send(client, article, ATTACK, confirmed="on")
    assert Comment.objects.get().status == Comment.Status.HELD


def test_a_comment_that_is_only_queued_is_not_questioned(client, article):
    send(client, article, "[personal_attack 0.6]")
    assert Comment.objects.get().status == Comment.Status.PUBLISHED


def test_a_comment_is_not_questioned_because_the_classifier_fails(client, article):
    send(client, article, "[broken]")
    assert Comment.objects.get().status == Comment.Status.HELD


def questions(answers):
    return sum("may break the discussion policy" in body(answer) for answer in answers)


def test_questions_are_counted_like_comments(article):
    answers = [send(Client(), article, f"{ATTACK} {number}") for number in range(60)]
    assert questions(answers) == 30
    assert "Too many comments from your network." in body(answers[30])
    assert f"{ATTACK} 59</textarea>" in body(answers[59])
    assert send(Client(), article, "A calm remark.").status_code == 429
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert questions([send(elsewhere, article, ATTACK)]) == 1


def test_questions_to_one_author_are_counted_and_leave_the_network_free(client, article):
    send(client, article, "First.")
    answers = [send(client, article, f"{ATTACK} {number}") for number in range(40)]
    assert questions(answers) == 10
    assert "You are posting very quickly." in body(answers[10])
    assert "is published" in body(send(Client(), article, "From the next desk."))


def test_comments_that_were_refused_count_too(client, article):
    for number in range(11):
        send(client, article, f"Remark {number}.")
    assert Comment.objects.count() == 5
    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=2))
    assert "You are posting very quickly." in body(send(client, article, ATTACK))


def test_who_posts_too_quickly_is_told_so_and_learns_nothing_of_a_score(client, article):
    for number in range(5):
        send(client, article, f"Remark {number}.")
    page = body(send(client, article, ATTACK))
    assert "You are posting very quickly." in page
    assert "may break" not in page


def test_who_is_blocked_is_told_so_and_learns_nothing_of_a_score(client, article, written_release):
    send(client, article, "First.")
    blocking.block(
        author=Author.objects.get(), reason="Attacks", until=None, blocked_by=make_moderator()
    )
    page = body(send(client, article, ATTACK))
    assert "You are blocked from commenting. Reason: Attacks" in page
    assert "may break" not in page


def test_a_flood_under_ever_new_names_is_stopped(article):
    for number in range(35):
        response = send(Client(), article, f"Remark {number}.", name=f"Reader {number}")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Too many comments from your network." in body(response)
    assert "Remark 34.</textarea>" in body(response)
    assert Comment.objects.count() == 30
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert send(elsewhere, article, "From elsewhere.").status_code == 200
    assert Comment.objects.count() == 31
