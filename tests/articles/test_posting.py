from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import posting
from articles.forms import CommentForm
from articles.models import Article, Author, Comment
from articles.signals import comment_stored
from articles.text import has_something_to_read
from moderation.models import Origin, ReviewItem
from moderation.services.decisions import blocking
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_moderator,
    make_policy_version,
    make_user,
)

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


def browser_at(article):
    """A browser that has the page of `article` open, and no session yet."""
    browser = Client()
    browser.get(article.get_absolute_url())
    return browser


def same_browser(browser):
    """The same browser as it was before it got a session: the second click of two."""
    again = Client()
    again.cookies["csrftoken"] = browser.cookies["csrftoken"].value
    return again


def may_edit(client, comment):
    return client.get(f"/comments/{comment.pk}/edit/").status_code == 200


def test_a_second_click_posts_nothing_new(article):
    browser, submission = browser_at(article), str(uuid4())
    first = send(browser, article, submission=submission)
    second_click = same_browser(browser)
    second = send(second_click, article, submission=submission)
    assert "Your comment is published." in body(first)
    assert "Your comment is published." in body(second)
    assert (Comment.objects.count(), Author.objects.count()) == (1, 1)
    assert may_edit(second_click, Comment.objects.get())


@pytest.mark.parametrize("text", [ATTACK, "A calm remark."])
def test_a_second_click_tells_what_became_of_the_first_and_asks_nothing(article, text):
    browser, submission = browser_at(article), str(uuid4())
    first = send(browser, article, text, submission=submission, confirmed="on")
    second = send(same_browser(browser), article, text, submission=submission)
    told = ("is published", "is waiting for review")
    assert [t in body(first) for t in told] == [t in body(second) for t in told]
    assert 'name="confirmed" value="on"' not in body(second)
    assert Comment.objects.count() == 1


def test_a_second_click_is_answered_though_the_article_was_closed_meanwhile(article):
    browser, submission = browser_at(article), str(uuid4())
    send(browser, article, submission=submission)
    Article.objects.update(commenting=Article.Commenting.CLOSED)
    assert "is published" in body(send(same_browser(browser), article, submission=submission))


def with_page_open(article):
    return browser_at(article)


def without_cookies(article):
    return Client()


def with_an_author_of_ones_own(article):
    stranger = browser_at(article)
    send(stranger, article, "I was here before.", name="Stranger")
    return stranger


def with_an_account(article):
    stranger = browser_at(article)
    stranger.force_login(make_user())
    return stranger


STRANGERS = (with_page_open, without_cookies, with_an_author_of_ones_own, with_an_account)


@pytest.mark.parametrize("stranger_at", STRANGERS)
def test_whoever_sends_the_form_of_another_becomes_nobody_else(article, stranger_at):
    victim, stranger, submission = browser_at(article), stranger_at(article), str(uuid4())
    send(victim, article, "My words.", name="Victim", submission=submission)
    own = Comment.objects.get(author__name="Victim")
    send(stranger, article, "My words.", name="Stranger", submission=submission)
    assert (may_edit(victim, own), may_edit(stranger, own)) == (True, False)
    assert article.comments.filter(text="My words.").count() == 2
    assert Author.objects.get(name="Victim").user is None


def test_a_known_author_who_sends_the_form_of_another_stays_apart(article):
    submission = uuid4()
    one, other = make_author(), make_author()
    first = posting.post(article=article, author=one, text="Same.", submission=submission)
    second = posting.post(article=article, author=other, text="Same.", submission=submission)
    assert (first.author, second.author) == (one, other)
    assert (first.submission, second.submission) == (submission, None)


def test_who_logs_in_and_sends_an_old_form_again_takes_nobody_over(article):
    browser, submission = browser_at(article), str(uuid4())
    send(browser, article, "Before.", name="Ani", submission=submission)
    browser.force_login(make_user())
    send(browser, article, "Before.", name="Ben", submission=submission)
    assert may_edit(browser, Comment.objects.get(author__name="Ben"))
    assert not may_edit(browser, Comment.objects.get(author__name="Ani"))


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


def questions(answers):
    return sum("may break the discussion policy" in body(answer) for answer in answers)


def test_questions_are_counted_like_comments(article):
    answers = [send(Client(), article, f"{ATTACK} {number}") for number in range(60)]
    assert questions(answers) == 30
    assert "Too many comments from your network." in body(answers[30])
    assert f"{ATTACK} 59</textarea>" in body(answers[59])
    assert send(Client(), article, "A calm remark.").status_code == 403
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


@pytest.mark.parametrize("text", ["A calm remark.", ATTACK])
def test_a_comment_its_case_and_its_origin_are_stored_together_or_not_at_all(client, article, text):
    """Whatever fails while they are stored."""

    def fail(**_):
        assert (Comment.objects.count(), Origin.objects.count()) == (1, 1)
        assert [case.queue for case in ReviewItem.objects.unjudged()] == ["not_scored"]
        raise DatabaseError("disk full")

    comment_stored.connect(fail)
    try:
        assert send(client, article, text, confirmed="on").status_code == 503
    finally:
        comment_stored.disconnect(fail)
    stored = (Comment, Author, Origin, ReviewItem)
    assert [model.objects.count() for model in stored] == [0, 0, 0, 0]


@pytest.mark.parametrize("text", ["A calm remark.", ATTACK])
def test_posting_costs_the_same_queries_however_much_was_posted(client, article, text):
    costs = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            given = {"name": "Ani", "text": f"{text} {number}", "confirmed": "on"}
            client.post(f"/articles/{article.slug}/comments/", given)
        costs.append(len(queries))
    assert costs[1] == costs[3]


def test_a_calm_comment_leaves_no_case_behind(client, article):
    send(client, article)
    assert (ReviewItem.objects.count(), Origin.objects.count()) == (0, 1)


def test_a_flood_under_ever_new_names_is_stopped(article):
    for number in range(35):
        response = send(Client(), article, f"Remark {number}.", name=f"Reader {number}")
    assert response.status_code == 403
    assert "Too many comments from your network." in body(response)
    assert "Remark 34.</textarea>" in body(response)
    assert Comment.objects.count() == 30
    elsewhere = Client(REMOTE_ADDR="198.51.100.1")
    assert send(elsewhere, article, "From elsewhere.").status_code == 200
    assert Comment.objects.count() == 31
