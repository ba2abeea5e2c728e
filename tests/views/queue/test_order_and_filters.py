"""Which cases the queue shows: its order, its filters and its pages."""

import re

import pytest
from django.urls import reverse

from moderation.models import ReviewItem
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_policy_version,
    make_review_item,
)
from tests.views.queue.cards import texts_of, waiting_case

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue


def test_the_worst_comes_first(desk):
    waiting_case("Mild.", 0.5)
    waiting_case("Bad.", 0.9)
    assert texts_of(desk.get(reverse("desk:queue"))) == ["Bad.", "Mild."]


def test_the_most_uncertain_comes_first_where_asked_for(desk):
    for text, probability in (("Sure.", 0.95), ("Unsure.", 0.52), ("So so.", 0.7)):
        waiting_case(text, probability)
    response = desk.get(reverse("desk:queue"), {"order": "uncertain"})
    assert texts_of(response) == ["Unsure.", "So so.", "Sure."]


def test_pages_follow_each_other_without_gaps_or_repeats(desk, monkeypatch):
    monkeypatch.setattr("moderation.services.desk.listing.page.__defaults__", ("", 2))
    for number in range(5):
        waiting_case(f"Comment {number}.", 0.9 if number < 3 else 0.6)
    shown, address = [], reverse("desk:queue")
    while address:
        response = desk.get(address)
        shown += texts_of(response)
        address = response.context["next_page"]
    assert shown == [f"Comment {number}." for number in range(5)]


@pytest.mark.parametrize("order", ["worst", "uncertain", "oldest", "reported"])
def test_every_order_pages_through_all(desk, monkeypatch, order):
    monkeypatch.setattr("moderation.services.desk.listing.page.__defaults__", ("", 2))
    for number in range(5):
        waiting_case(f"{number}", 0.5 + number % 2 / 10)
    shown, address = [], f"{reverse('desk:queue')}?order={order}"
    while address:
        response = desk.get(address)
        shown += texts_of(response)
        address = response.context["next_page"]
    assert sorted(shown) == ["0", "1", "2", "3", "4"]


def test_each_queue_shows_its_own(desk):
    for each in Queue:
        make_review_item(make_comment(each.label), queue=each, reports=each == Queue.REPORTED)
    for each in Queue:
        response = desk.get(reverse("desk:queue", args=[each.value.replace("_", "-")]))
        assert texts_of(response) == [each.label]


def test_a_held_comment_that_readers_report_is_in_both_queues(desk):
    make_review_item(make_comment("Both."), queue=Queue.NEEDS_REVIEW, reports=2)
    assert texts_of(desk.get(reverse("desk:queue"))) == ["Both."]
    assert texts_of(desk.get(reverse("desk:queue", args=["reported"]))) == ["Both."]


def test_filters_narrow_the_queue(desk):
    article, author = make_article(section="Sport"), make_author()
    waiting_case("Wanted.", 0.8, article=article, author=author)
    waiting_case("Other.", 0.4)
    for query in (
        {"article": article.pk},
        {"author": author.pk},
        {"section": "Sport"},
        {"least": 50, "most": 90},
    ):
        assert texts_of(desk.get(reverse("desk:queue"), query)) == ["Wanted."]


def test_a_clause_narrows_the_queue(desk):
    version = make_policy_version()
    for text, attribute in (("Wanted.", "profanity"), ("Other.", "personal_attack")):
        item = waiting_case(text, 0.8)
        make_finding(item.comment, version.clauses.get(attribute=attribute))
    assert texts_of(desk.get(reverse("desk:queue"), {"clause": "profanity"})) == ["Wanted."]


def test_filters_that_cannot_be_read_do_not_narrow(desk):
    waiting_case("There.", 0.8)
    response = desk.get(
        reverse("desk:queue"), {"least": "much", "age": "old", "order": "?", "after": "x_y"}
    )
    assert texts_of(response) == ["There."]


def test_there_is_no_queue_of_any_name(desk):
    assert desk.get(reverse("desk:queue", args=["nonsense"])).status_code == 404


def test_more_leaves_out_what_the_page_shows_and_brings_what_came_since(desk):
    shown = [waiting_case(f"Shown {number}.", 0.8) for number in range(3)]
    waiting_case("New.", 0.9)
    waiting_case("Last.", 0.1)
    cards = [item.comment_id for item in shown]
    response = desk.get(reverse("desk:queue"), {"card": ["", *cards]}, HTTP_HX_REQUEST="true")
    assert texts_of(response) == ["New.", "Last."]
    assert "<html" not in response.content.decode()
    assert response.context["back"] == reverse("desk:queue")


def test_a_page_that_is_full_leads_on_to_another(desk, monkeypatch):
    monkeypatch.setattr("moderation.views.queue.CARDS_ON_A_PAGE", 9)
    for number in range(20):
        waiting_case(f"{number}", 0.8)
    first = desk.get(reverse("desk:queue"))
    assert first.context["more"]
    cards = [card.comment.pk for card in first.context["cards"]]
    second = desk.get(reverse("desk:queue"), {"card": cards}, HTTP_HX_REQUEST="true")
    assert second.context["more"] == ""
    third = desk.get(second.context["next_page"])
    assert texts_of(third) == [str(number) for number in range(16, 20)]


@pytest.mark.parametrize("value", ["9" * 30, "-1", "x", "²", ""])
def test_ids_that_cannot_be_read_are_passed_over(desk, value):
    waiting_case("There.", 0.8)
    for address in (reverse("desk:queue"), reverse("desk:news", args=["needs-review"])):
        response = desk.get(address, {"card": value, "told": f"{value}-1"}, HTTP_HX_REQUEST="true")
        assert response.status_code == 200


def test_the_last_page_leads_back_to_the_start(desk):
    waiting_case("There.", 0.8)
    page = desk.get(reverse("desk:queue"), {"after": "0.1_1", "order": "worst"}).content.decode()
    assert "End of the queue." in page
    assert f'href="{reverse("desk:queue")}?order=worst"' in page


def test_the_filters_show_what_can_be_chosen_and_keep_what_cannot(desk):
    article = make_article()
    page = desk.get(reverse("desk:queue"), {"article": article.pk, "least": 40}).content.decode()
    filters = re.search(r'<form class="filters" method="get".*?</form>', page, re.DOTALL)[0]
    assert re.findall(r"<label[^>]*>(.*?)</label>", filters) == [
        "Rule",
        "Section",
        "Language",
        "Score from (%)",
        "Score to (%)",
        "Waiting",
        "Reported",
        "Assigned",
        "Order",
    ]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\d+)"', filters) == [
        ("article", str(article.pk))
    ]
    assert re.findall(r'<input type="number" name="(\w+)"[^>]*value="(\d+)"', filters) == [
        ("least", "40")
    ]
