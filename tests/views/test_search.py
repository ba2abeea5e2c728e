import pytest
from django.urls import reverse

from tests.factories import make_author, make_comment, make_moderator

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
