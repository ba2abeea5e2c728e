"""What is stored with a comment, and what a broken database does to it."""

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Comment
from articles.signals import comment_stored
from articles.text import has_something_to_read
from moderation.models import Origin, ReviewItem
from tests.articles.posting.form import ATTACK, body, send

pytestmark = pytest.mark.django_db


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
