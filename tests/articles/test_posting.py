from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from articles.forms import CommentForm
from articles.models import Article, Author, Comment
from articles.text import has_something_to_read
from tests.factories import make_article, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT_OVERRIDE = "\u202e"


ATTACK = "You are an [personal_attack 0.9]!"


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()


def send(client, article, text="A calm remark.", **fields):
    given = {"name": "Ani", "text": text, **fields}
    return client.post(f"/articles/{article.slug}/comments/", given, follow=True)


def body(response):
    return response.content.decode()


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
    assert "not there any more" in body(response)
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
    assert f'<div class="text" dir="auto"><p>{text}</p></div>' in page


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


def test_a_second_click_posts_nothing_new(client, article):
    submission = str(uuid4())
    first = send(client, article, submission=submission)
    second = send(Client(), article, submission=submission)
    assert "Your comment is published." in body(first)
    assert "Your comment is published." in body(second)
    assert (Comment.objects.count(), Author.objects.count()) == (1, 1)


def test_the_same_text_by_the_same_author_is_stored_once(client, article):
    send(client, article, "Twice.")
    send(client, article, "Twice.")
    assert Comment.objects.count() == 1


def test_the_same_text_under_another_article_is_another_comment(client, article):
    send(client, article, "Twice.")
    send(client, make_article(), "Twice.")
    assert Comment.objects.count() == 2


def test_another_text_from_the_same_page_is_another_comment(client, article):
    submission = str(uuid4())
    send(client, article, "First.", submission=submission)
    send(client, article, "Second.", submission=submission)
    assert Comment.objects.count() == 2


@pytest.fixture
def read_only_database():
    """The database refuses every write, as with no permission on its file."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    yield
    with connection.cursor() as cursor:
        cursor.execute(off)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_written_to_loses_no_text(client, article, read_only_database):
    response = send(client, article, "My <long> letter", name="Ani", email="ani@example.org")
    assert response.status_code == 503
    assert "The site cannot store comments at the moment." in body(response)
    assert "My &lt;long&gt; letter</textarea>" in body(response)
    assert 'name="email" value="ani@example.org"' in body(response)


def test_a_database_that_is_gone_loses_no_text(client, article, monkeypatch):
    def gone(*args, **kwargs):
        raise DatabaseError("unable to open database file")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", gone)
    response = client.post(f"/articles/{article.slug}/comments/", {"text": "My letter"})
    assert response.status_code == 503
    assert "My letter</textarea>" in body(response)


@pytest.mark.parametrize(
    ("text", "readable"),
    [("a", True), ("🎉", True), ("՞", True), (" \t\n", False), ("\u202e\u200f\ufeff", False)],
)
def test_something_to_read_is_more_than_spaces_and_controls(text, readable):
    assert has_something_to_read(text) == readable


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


def test_a_flood_under_ever_new_names_is_stopped(article):
    for number in range(35):
        response = send(Client(), article, f"Remark {number}.", name=f"Reader {number}")
    assert response.status_code == 403
    assert "Many comments come from your network." in body(response)
    assert "Remark 34.</textarea>" in body(response)
    assert Comment.objects.count() == 30
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert send(elsewhere, article, "From elsewhere.").status_code == 200
    assert Comment.objects.count() == 31
