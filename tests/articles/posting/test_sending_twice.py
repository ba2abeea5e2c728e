"""A form that is sent twice, or by somebody else than its reader."""

from uuid import uuid4

import pytest
from django.test import Client

from articles import posting
from articles.models import Article, Author, Comment
from tests.articles.posting.form import ATTACK, body, send
from tests.factories import (
    make_article,
    make_author,
    make_user,
)

pytestmark = pytest.mark.django_db


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
