import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Comment
from tests.factories import (
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


def _found(response):
    return [card.comment.text for card in response.context["cards"]]


def test_comments_and_authors_are_found(desk):
    make_comment("A bridge too far.", author=make_author(name="Anna"))
    make_comment("Something else.", author=make_author(name="Bridget"))
    response = desk.get(reverse("desk:search"), {"q": "bridge"})
    assert _found(response) == ["A bridge too far."]
    assert [author.name for author in response.context["authors"]] == ["Bridget"]


def test_nothing_is_listed_before_something_is_asked(desk):
    make_comment("A bridge.")
    assert _found(desk.get(reverse("desk:search"))) == []


def search(desk, **asked):
    return desk.get(reverse("desk:search"), asked)


def test_comments_are_found_by_the_beginning_of_their_author_s_name(desk):
    make_comment("By Anna.", author=make_author(name="Anna"))
    make_comment("By the other Anna.", author=make_author(name="annabel"))
    make_comment("As Anna once.", author=make_author(name="Ben"), posted_as="Anna B.")
    make_comment("About Anna.", author=make_author(name="Chris"))
    found = search(desk, by="ANNA")
    assert _found(found) == ["As Anna once.", "By the other Anna.", "By Anna."]
    assert _found(search(desk, by="nobody of this name")) == []


def test_everything_asked_must_hold(desk):
    anna = make_author(name="Anna")
    make_comment("A bridge.", author=anna, status="removed")
    make_comment("A bridge.", author=anna, status="held")
    make_comment("A bridge.", status="removed")
    make_comment("A road.", author=anna, status="removed")
    found = search(desk, q="bridge", by="anna", status="removed", since="2020-01-01")
    assert [(c.comment.author.name, c.comment.status) for c in found.context["cards"]] == [
        ("Anna", "removed")
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"until": "0001-01-01"}, "greater than or equal to"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "The last day is before the first."),
    ],
)
def test_a_wrong_day_is_named_and_nothing_typed_is_lost(desk, asked, said):
    make_comment("A bridge.")
    response = search(desk, q="bridge", **asked)
    page = response.content.decode()
    assert said in page
    assert 'value="bridge"' in page
    assert _found(response) == []


def test_the_page_says_what_is_searched_and_how(desk):
    page = search(desk).content.decode()
    assert "All comments in their current words, published, held or removed" in page
    whole = "whole and in any case" in page
    assert whole == (connection.vendor == "postgresql")


def test_found_comments_are_decided_together_with_an_open_case_or_without(desk):
    make_policy_version()
    comments = [make_comment(f"A bridge {n}.", status="published") for n in range(3)]
    make_review_item(comments[0])
    page = search(desk, q="bridge").content.decode()
    assert re.findall(r'name="pick" value="(\d+)"', page) == [str(c.pk) for c in comments[::-1]]
    chosen = {"any": 1, "pick": [comments[0].pk, comments[2].pk], "next": "/desk/search/?q=bridge"}
    bulk = desk.get(reverse("desk:bulk", args=["needs-review"]), chosen)
    assert [card.comment for card in bulk.context["cards"]] == [comments[0], comments[2]]
    tokens = {f"seen-{c.comment.pk}": c.version_token for c in bulk.context["cards"]}
    clause = bulk.context["clauses"][0].pk
    form = {"action": "remove", "clause": clause, "pick": chosen["pick"], **tokens}
    decided = desk.post(reverse("desk:decide_bulk"), {**form, "next": bulk.context["onward"]})
    assert decided.url == "/desk/search/?q=bridge"
    statuses = [Comment.objects.get(pk=c.pk).status for c in comments]
    assert statuses == ["removed", "published", "removed"]


def test_a_search_takes_as_many_queries_for_three_rows_as_for_one(desk):
    def queries(number):
        for _ in range(number):
            comment = make_comment(f"Round {number}: a bridge.")
            make_finding(comment, make_policy_version().clauses.first())
        search(desk, q="bridge")
        with CaptureQueriesContext(connection) as captured:
            search(desk, q=f"{number} bridge")
        return len(captured)

    assert queries(1) == queries(3)


def test_pages_of_results_follow_each_other(desk, monkeypatch):
    monkeypatch.setattr("moderation.views.search.PAGE_SIZE", 2)
    for number in range(5):
        make_comment(f"bridge {number}")
    shown, query = [], "q=bridge"
    while query:
        response = desk.get(f"{reverse('desk:search')}?{query}")
        shown += _found(response)
        query = response.context["older"]
    assert shown == [f"bridge {number}" for number in (4, 3, 2, 1, 0)]


def test_the_log_is_narrowed_by_its_filters(desk):
    for query in ("action=remove", "by=classifier", "clause=profanity", "author=1", "before=9"):
        assert desk.get(f"{reverse('desk:log')}?{query}").status_code == 200
