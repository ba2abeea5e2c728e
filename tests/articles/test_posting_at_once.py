"""Readers who click several times, and many who come at one moment, as real threads."""

from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from articles.models import Author, Comment
from moderation.models import Clause, Decision, Notice, Origin, ReviewItem, Score
from tests.factories import make_article, make_comment, make_policy_version, make_user
from tests.racing import race
from tests.written_classifier import WrittenClassifier

pytestmark = pytest.mark.django_db(transaction=True)

CALM, VILE, WORST = "A calm remark.", "[personal_attack 0.9]", "[personal_attack 0.99]"
CLICKS = 4
TOLD = {
    CALM: "Your comment is published.",
    VILE: "Your comment is waiting for review",
    WORST: "Your comment is not published, because it breaks the discussion policy.",
}


@pytest.fixture
def article(written_release):
    version = make_policy_version()
    Clause.objects.filter(version=version).update(remove_at=0.95)
    return make_article()


def browsers(number, cookies):
    """The same browser several times, each with the cookies that the first click sent."""
    same = [Client() for _ in range(number)]
    for browser in same:
        for name, cookie in cookies.items():
            browser.cookies[name] = cookie.value
    return same


def post(browser, article, text, **fields):
    given = {"name": "Ani", "text": text, "confirmed": "on", **fields}
    answer = browser.post(f"/articles/{article.slug}/comments/", given, follow=True)
    return answer.content.decode()


def edit(browser, comment, text):
    given = {"text": text, "confirmed": "on"}
    return browser.post(f"/comments/{comment.pk}/edit/", given, follow=True).content.decode()


def with_the_page_open(article):
    reader = Client()
    reader.get(article.get_absolute_url())
    return reader


def who_wrote_before(article):
    reader = with_the_page_open(article)
    post(reader, article, "Before.")
    return reader


def who_may_post_once_more(article):
    reader = who_wrote_before(article)
    for number in range(3):
        make_comment(f"Earlier {number}.", article=article, author=Author.objects.get())
    return reader


def with_a_new_account(article):
    reader = Client()
    reader.force_login(make_user())
    reader.get(article.get_absolute_url())
    return reader


@pytest.mark.parametrize("text", TOLD)
@pytest.mark.parametrize(
    "reader", [with_the_page_open, who_wrote_before, who_may_post_once_more, with_a_new_account]
)
def test_all_clicks_are_told_what_became_of_the_one_comment(article, text, reader):
    clicks = browsers(CLICKS, reader(article).cookies)
    submission = str(uuid4())
    pages = race(
        *(lambda click=click: post(click, article, text, submission=submission) for click in clicks)
    )
    assert [TOLD[text] in page for page in pages] == [True] * CLICKS
    comment = Comment.objects.get(text=text)
    assert Author.objects.count() == 1
    assert comment.scores.count() == 1
    assert Origin.objects.filter(comment=comment).count() == 1
    assert Decision.objects.filter(comment=comment).count() == (text == WORST)
    assert Notice.objects.filter(comment=comment).count() == (text != CALM)
    assert ReviewItem.objects.filter(comment=comment).count() == (text == VILE)
    own = [click.get(f"/comments/{comment.pk}/edit/").status_code for click in clicks]
    assert own == [200] * CLICKS


@pytest.mark.parametrize("text", TOLD)
def test_all_clicks_on_save_are_told_what_became_of_the_edit(article, text):
    reader = who_wrote_before(article)
    comment = Comment.objects.get()
    clicks = browsers(CLICKS, reader.cookies)
    pages = race(*(lambda click=click: edit(click, comment, text) for click in clicks))
    assert [TOLD[text] in page for page in pages] == [True] * CLICKS
    assert (Comment.objects.get().text, Score.objects.count()) == (text, 1)


class SlowClassifier(WrittenClassifier):
    """Keeps the first who asks waiting until it is told to go on."""

    def __init__(self):
        super().__init__("slow")
        self.asked, self.go_on = Event(), Event()

    def score(self, texts):
        if not self.asked.is_set():
            self.asked.set()
            self.go_on.wait(timeout=30)
        return super().score(texts)


@pytest.mark.parametrize("text", [CALM, VILE])
def test_a_second_click_is_told_the_outcome_while_the_first_is_still_judged(use_classifier, text):
    slow = SlowClassifier()
    use_classifier(slow)
    make_policy_version()
    article = make_article()
    clicks = browsers(2, with_the_page_open(article).cookies)
    submission, pages = str(uuid4()), []

    def first():
        pages.append(post(clicks[0], article, text, submission=submission))
        connection.close()

    thread = Thread(target=first)
    thread.start()
    assert slow.asked.wait(timeout=30)
    second = post(clicks[1], article, text, submission=submission)
    slow.go_on.set()
    thread.join(timeout=30)
    assert [TOLD[text] in page for page in (second, *pages)] == [True, True]
    assert (Comment.objects.count(), Score.objects.count()) == (1, 1)


def test_two_first_comments_of_one_account_at_one_moment_have_one_author(article):
    clicks = browsers(CLICKS, with_a_new_account(article).cookies)
    pages = race(
        *(
            lambda n=n, click=click: post(click, article, f"Remark {n}.", submission=str(uuid4()))
            for n, click in enumerate(clicks)
        )
    )
    assert [TOLD[CALM] in page for page in pages] == [True] * CLICKS
    assert (Comment.objects.count(), Author.objects.count()) == (CLICKS, 1)


def test_two_texts_from_one_page_at_one_moment_are_two_comments(article):
    clicks = browsers(2, with_the_page_open(article).cookies)
    submission = str(uuid4())
    pages = race(
        *(
            lambda n=n, click=click: post(click, article, f"Remark {n}.", submission=submission)
            for n, click in enumerate(clicks)
        )
    )
    assert [TOLD[CALM] in page for page in pages] == [True, True]
    assert Comment.objects.count() == 2


def test_a_flood_under_ever_new_names_is_stopped_even_when_it_comes_at_once(article):
    pages = race(
        *(
            lambda n=n: post(Client(), article, f"Remark {n}.", name=f"Reader {n}")
            for n in range(40)
        )
    )
    refused = ["Too many comments from your network." in page for page in pages]
    assert (Comment.objects.count(), sum(refused)) == (30, 10)


def test_questions_at_one_moment_are_counted_one_by_one(article):
    pages = race(
        *(lambda n=n: post(Client(), article, f"{VILE} {n}", confirmed="") for n in range(40))
    )
    assert sum("may break the discussion policy" in page for page in pages) == 30
