"""Posting a comment: whose it is, what its text may hold, and what comes back of a refused one."""

import pytest
from django.test import Client

from articles.forms import CommentForm
from articles.models import Article, Author, Comment
from tests.articles.posting.form import ATTACK, body, send
from tests.factories import (
    make_comment,
)

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


def test_a_calm_comment_is_shown_at_once(client, article):
    page = body(send(client, article))
    comment = Comment.objects.get()
    assert comment.status == Comment.Status.PUBLISHED
    assert "Your comment is published." in page
    assert f'id="comment-{comment.pk}"' in page


def test_a_comment_that_must_wait_says_so_and_only_its_author_sees_it(client, article):
    page = body(send(client, article, ATTACK, confirmed="on"))
    assert Comment.objects.get().status == Comment.Status.HELD
    assert "Your comment is waiting for review" in page
    assert "Waiting for review: only you see this" in page
    assert ATTACK not in body(Client().get(article.get_absolute_url()))


def test_a_reader_who_returns_is_not_asked_for_a_name_again(client, article):
    send(client, article, "First.")
    send(client, article, "Second.", name="")
    assert Author.objects.count() == 1
    assert Comment.objects.count() == 2


def test_a_reader_with_an_account_writes_under_one_name(client, article, django_user_model):
    user = django_user_model.objects.create_user("ani")
    client.force_login(user)
    send(client, article, "First.")
    other = Client()
    other.force_login(user)
    send(other, article, "Second.", name="")
    assert [author.user for author in Author.objects.all()] == [user]


def test_a_reply_stands_below_what_it_answers(client, article):
    parent = make_comment(article=article, status=Comment.Status.PUBLISHED)
    form = body(client.get(f"{article.get_absolute_url()}?reply_to={parent.pk}"))
    assert f'name="parent" value="{parent.pk}"' in form
    send(client, article, parent=parent.pk)
    assert Comment.objects.get(parent=parent).status == Comment.Status.PUBLISHED


def test_a_reply_to_a_comment_that_has_gone_keeps_the_text(client, article):
    parent = make_comment(article=article, status=Comment.Status.REMOVED)
    response = send(client, article, "Kept words.", parent=parent.pk)
    assert response.status_code == 400
    assert "no longer exists" in body(response)
    assert "Kept words.</textarea>" in body(response)
    assert f'value="{parent.pk}"' not in body(response)


def test_a_reply_cannot_be_forged_to_another_article(client, article):
    elsewhere = make_comment(status=Comment.Status.PUBLISHED)
    assert send(client, article, parent=elsewhere.pk).status_code == 400
    assert not article.comments.exists()


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u2060", RIGHT_TO_LEFT_OVERRIDE, "\0"])
def test_a_comment_without_anything_to_read_is_refused(client, article, text):
    response = send(client, article, text)
    assert response.status_code == 400
    assert "Please write something before posting." in body(response)
    assert not Comment.objects.exists()


def test_only_emoji_is_a_comment(client, article):
    send(client, article, "🎉🎉")
    assert Comment.objects.get().text == "🎉🎉"


def test_a_comment_that_is_too_long_comes_back_whole(client, article):
    text = "ա" * 100_000
    response = send(client, article, text)
    assert response.status_code == 400
    assert "This is too long: 100000 characters, where 10000 are allowed." in body(response)
    assert f"{text}</textarea>" in body(response)


def test_a_hundred_thousand_emoji_come_back_too(client, article):
    fields = "name=Ani&text=" + "%F0%9F%8E%89" * 100_000
    url = f"/articles/{article.slug}/comments/"
    response = client.post(url, fields, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "🎉" * 100_000 in body(response)


def test_null_bytes_are_dropped(client, article):
    send(client, article, "be\0fore\0", name="A\0ni")
    comment = Comment.objects.get()
    assert (comment.text, comment.author.name) == ("before", "Ani")


def test_invalid_utf_8_becomes_a_replacement_character(client, article):
    response = client.post(
        f"/articles/{article.slug}/comments/",
        b"name=Ani&text=caf%E9+is+closed",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    assert Comment.objects.get().text == "caf\ufffd is closed"


def test_lone_surrogates_are_replaced(article):
    data = {"name": "Ani", "text": "broken \ud800 half"}
    form = CommentForm(data, article=article, author=None)
    assert form.is_valid()
    assert form.cleaned_data["text"] == "broken ? half"


def test_a_right_to_left_override_cannot_reach_out_of_its_comment(client, article):
    text = f"{RIGHT_TO_LEFT_OVERRIDE}read backwards"
    send(client, article, text)
    page = body(client.get(article.get_absolute_url()))
    assert f'<div class="text" dir="auto" part="text"><p>{text}</p></div>' in page


def test_a_closed_article_keeps_the_reader_text(client, article):
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    response = send(client, article, "Too late.")
    assert response.status_code == 403
    assert "Comments on this article are closed." in body(response)
    assert "Too late.</textarea>" in body(response)
    assert not Comment.objects.exists()


def test_a_missing_article_gives_the_text_back(client):
    response = client.post("/articles/gone/comments/", {"text": "My <long> letter"})
    assert response.status_code == 404
    assert "My &lt;long&gt; letter</textarea>" in body(response)


def test_a_form_from_elsewhere_is_not_posted_and_not_lost(article):
    client = Client(enforce_csrf_checks=True)
    response = send(client, article, "My letter")
    assert response.status_code == 403
    assert "My letter</textarea>" in body(response)
    assert not Comment.objects.exists()


def test_another_form_from_elsewhere_is_refused_without_talk_of_a_text():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "ani"})
    assert response.status_code == 403
    assert "Your text" not in body(response)


def test_no_browser_cuts_a_text_that_is_too_long(client, article):
    assert (
        "maxlength"
        not in client.get(article.get_absolute_url())
        .content.decode()
        .split('name="text"')[1]
        .split(">")[0]
    )
