import threading
from uuid import uuid4

import pytest
from django.db import connection

from articles import posting
from articles.models import Author, Comment
from tests.factories import make_article, make_author, make_policy_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    make_policy_version()
    return make_article()


def all_at_once(number, act):
    """Run `act` with 0, 1, 2 … in as many threads, which start together."""
    start = threading.Barrier(number)

    def run(index):
        start.wait()
        try:
            act(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_ten_clicks_at_once_store_one_comment(article):
    submission = uuid4()

    def click(_):
        author = Author(name="Ani")
        posting.post(article=article, author=author, text="Now!", submission=submission)

    all_at_once(10, click)
    assert (Comment.objects.count(), Author.objects.count()) == (1, 1)


def test_a_flood_from_one_author_is_stopped_even_when_it_comes_at_once(article):
    author, refused = make_author(), []

    def post(number):
        try:
            posting.post(article=article, author=author, text=f"Remark {number}")
        except posting.CommentRefused as refusal:
            refused.append(str(refusal))

    all_at_once(12, post)
    assert Comment.objects.count() == 5
    assert refused == ["You are posting very quickly. Please wait a minute and try again."] * 7
