import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_finding,
    make_moderator,
    make_policy_version,
    make_review_item,
)

pytestmark = pytest.mark.django_db

Queue = ReviewItem.Queue


@pytest.fixture
def desk(client):
    client.force_login(make_moderator())
    return client


def _texts(response):
    """The comments that a page shows, in its order, without their marks."""
    found = re.findall(r'<div class="text"[^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"</?mark>", "", text)) for text in found]


def _waiting(text, probability, **fields):
    comment = make_comment(text, **fields)
    return make_review_item(comment, priority=probability, probability=probability)


def test_the_worst_comes_first(desk):
    _waiting("Mild.", 0.5)
    _waiting("Bad.", 0.9)
    assert _texts(desk.get(reverse("desk:queue"))) == ["Bad.", "Mild."]


def test_the_most_uncertain_comes_first_where_asked_for(desk):
    for text, probability in (("Sure.", 0.95), ("Unsure.", 0.52), ("So so.", 0.7)):
        _waiting(text, probability)
    response = desk.get(reverse("desk:queue"), {"order": "uncertain"})
    assert _texts(response) == ["Unsure.", "So so.", "Sure."]


def test_the_evidence_is_marked_and_the_text_escaped(desk):
    comment = make_comment("<b>you idiot</b> & co")
    make_finding(comment, evidence=[[7, 12, 2.0]])
    make_review_item(comment)
    page = desk.get(reverse("desk:queue")).content.decode()
    assert "&lt;b&gt;you <mark>idiot</mark>&lt;/b&gt; &amp; co" in page


def test_a_card_says_why_in_the_policys_words(desk):
    version = make_policy_version()
    comment = make_comment("you idiot")
    clause = version.clauses.get(attribute="personal_attack")
    make_finding(comment, clause, probability=0.93, evidence=[[4, 9, 2.0]])
    make_review_item(comment)
    page = desk.get(reverse("desk:queue")).content.decode()
    why = re.search(r'<p class="why".*?</p>', page, re.DOTALL).group()
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", why)).split())
    assert words == "Held for review very likely (93 %) breaks personal attacks · for “idiot”"


def test_pages_follow_each_other_without_gaps_or_repeats(desk, monkeypatch):
    monkeypatch.setattr("moderation.services.desk.listing.page.__defaults__", ("", 2))
    for number in range(5):
        _waiting(f"Comment {number}.", 0.9 if number < 3 else 0.6)
    shown, address = [], reverse("desk:queue")
    while address:
        response = desk.get(address)
        shown += _texts(response)
        address = response.context["next_page"]
    assert shown == [f"Comment {number}." for number in range(5)]


@pytest.mark.parametrize("order", ["worst", "uncertain", "oldest", "reported"])
def test_every_order_pages_through_all(desk, monkeypatch, order):
    monkeypatch.setattr("moderation.services.desk.listing.page.__defaults__", ("", 2))
    for number in range(5):
        _waiting(f"{number}", 0.5 + number % 2 / 10)
    shown, address = [], f"{reverse('desk:queue')}?order={order}"
    while address:
        response = desk.get(address)
        shown += _texts(response)
        address = response.context["next_page"]
    assert sorted(shown) == ["0", "1", "2", "3", "4"]


def test_each_queue_shows_its_own(desk):
    for each in Queue:
        make_review_item(make_comment(each.label), queue=each, reports=each == Queue.REPORTED)
    for each in Queue:
        response = desk.get(reverse("desk:queue", args=[each.value.replace("_", "-")]))
        assert _texts(response) == [each.label]


def test_a_held_comment_that_readers_report_is_in_both_queues(desk):
    make_review_item(make_comment("Both."), queue=Queue.NEEDS_REVIEW, reports=2)
    assert _texts(desk.get(reverse("desk:queue"))) == ["Both."]
    assert _texts(desk.get(reverse("desk:queue", args=["reported"]))) == ["Both."]


def test_filters_narrow_the_queue(desk):
    article, author = make_article(section="Sport"), make_author()
    _waiting("Wanted.", 0.8, article=article, author=author)
    _waiting("Other.", 0.4)
    for query in (
        {"article": article.pk},
        {"author": author.pk},
        {"section": "Sport"},
        {"least": 50, "most": 90},
    ):
        assert _texts(desk.get(reverse("desk:queue"), query)) == ["Wanted."]


def test_a_clause_narrows_the_queue(desk):
    version = make_policy_version()
    for text, attribute in (("Wanted.", "profanity"), ("Other.", "personal_attack")):
        item = _waiting(text, 0.8)
        make_finding(item.comment, version.clauses.get(attribute=attribute))
    assert _texts(desk.get(reverse("desk:queue"), {"clause": "profanity"})) == ["Wanted."]


def test_filters_that_cannot_be_read_do_not_narrow(desk):
    _waiting("There.", 0.8)
    response = desk.get(
        reverse("desk:queue"), {"least": "much", "age": "old", "order": "?", "after": "x_y"}
    )
    assert _texts(response) == ["There."]


def test_there_is_no_queue_of_any_name(desk):
    assert desk.get(reverse("desk:queue", args=["nonsense"])).status_code == 404


def test_new_cases_are_announced_and_not_pushed_in(desk):
    first = _waiting("First.", 0.8)
    address = reverse("desk:news", args=["needs-review"])
    assert "new" not in desk.get(address, {"since": first.pk}).content.decode()
    _waiting("Second.", 0.8)
    assert "1 new" in desk.get(address, {"since": first.pk}).content.decode()


def test_what_others_do_with_a_card_meanwhile_is_told(desk):
    claimed, decided, mine = (_waiting(text, 0.8) for text in ("One.", "Two.", "Three."))
    anna = make_moderator(username="anna")
    cases.claim(item=claimed, moderator=anna)
    version_token = version_token_of(decided.comment)
    decide(comment=decided.comment, moderator=anna, action="approve", version_token=version_token)
    watched = [claimed.comment_id, decided.comment_id, mine.comment_id]
    response = desk.get(reverse("desk:news", args=["needs-review"]), {"card": watched})
    page = " ".join(response.content.decode().split())
    assert "anna is reviewing this." in page
    assert "anna approved this at" in page
    assert f"claim-{mine.comment_id}" not in page


def test_a_claim_is_told_to_others(desk, client):
    item = _waiting("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    item.refresh_from_db()
    assert item.claimed_by is not None
    client.force_login(make_moderator())
    page = client.get(reverse("desk:queue")).content.decode()
    assert f"{item.claimed_by.username} is reviewing this." in page


def test_the_queue_takes_the_same_number_of_queries_however_long(
    desk, django_assert_max_num_queries
):
    version = make_policy_version()

    def add(number):
        for _ in range(number):
            item = _waiting("you idiot", 0.9)
            make_finding(item.comment, version.clauses.first())
            ReviewItem.objects.filter(pk=item.pk).update(
                claimed_by=make_moderator(), claimed_until=timezone.now() + timedelta(minutes=1)
            )

    add(1)
    with django_assert_max_num_queries(40) as first:
        desk.get(reverse("desk:queue"))
    add(2)
    with django_assert_max_num_queries(len(first)):
        desk.get(reverse("desk:queue"))


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_a_page_claims_nothing(desk, method):
    item = _waiting("There.", 0.8)
    for address in (
        reverse("desk:card", args=[item.comment_id]),
        reverse("desk:queue"),
        reverse("desk:claim", args=[item.comment_id]),
        reverse("desk:author", args=[item.comment_id]),
        reverse("desk:thread", args=[item.comment_id]),
    ):
        getattr(desk, method)(address)
    item.refresh_from_db()
    assert item.claimed_by is None


def test_without_scripts_a_button_claims_and_leads_back_to_the_card(desk):
    item = _waiting("There.", 0.8)
    address = reverse("desk:claim", args=[item.comment_id])
    response = desk.post(address, {"next": reverse("desk:queue")}, follow=True)
    assert response.redirect_chain[0][0] == f"{reverse('desk:queue')}#card-{item.comment_id}"
    assert "You are reviewing this until" in response.content.decode()
    item.refresh_from_db()
    assert item.claimed_by is not None


def test_a_claim_that_comes_second_says_who_was_first(desk):
    item = _waiting("There.", 0.8)
    cases.claim(item=item, moderator=make_moderator(username="anna"))
    address = reverse("desk:claim", args=[item.comment_id])
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        response = desk.post(address, follow=True, **headers)
        assert "anna is reviewing this." in response.content.decode()


def test_a_claim_of_a_closed_case_says_who_closed_it(desk):
    item, anna = _waiting("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    decide(comment=item.comment, moderator=anna, action="approve", version_token=token)
    address = reverse("desk:claim", args=[item.comment_id])
    response = desk.post(address, HTTP_HX_REQUEST="true")
    assert response.status_code == 200
    assert "anna approved this at" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
@pytest.mark.parametrize(
    ("set_aside", "text"),
    [(cases.defer, "anna snoozed this at"), (cases.escalate, "anna escalated this at")],
)
def test_a_case_that_a_colleague_set_aside_is_not_claimed_and_its_card_says_who_did_it(
    desk, set_aside, text, headers
):
    item, anna = _waiting("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    set_aside(comment=item.comment, moderator=anna, version_token=token)
    address = reverse("desk:claim", args=[item.comment_id])
    response = desk.post(address, {"version_token": token}, follow=True, **headers)
    assert text in response.content.decode()
    item.refresh_from_db()
    assert item.claimed_by is None


@pytest.mark.parametrize("set_aside", [cases.defer, cases.escalate])
def test_a_case_that_was_set_aside_is_claimed_by_who_saw_that(desk, set_aside):
    item, anna = _waiting("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    set_aside(comment=item.comment, moderator=anna, version_token=token)
    desk.post(
        reverse("desk:claim", args=[item.comment_id]),
        {"version_token": version_token_of(item.comment)},
    )
    item.refresh_from_db()
    assert item.claimed_by is not None


@pytest.mark.parametrize(
    ("set_aside", "text"),
    [(cases.defer, "anna snoozed this at"), (cases.escalate, "anna escalated this at")],
)
def test_that_a_colleague_set_a_case_aside_is_news_on_the_queue_that_it_left(desk, set_aside, text):
    item, anna = _waiting("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    set_aside(comment=item.comment, moderator=anna, version_token=token)
    asked = {"card": item.comment_id, "told": f"{item.comment_id}-0"}
    left = desk.get(reverse("desk:news", args=["needs-review"]), asked).content.decode()
    assert text in left
    kept = desk.get(reverse("desk:news", args=["escalated"]), asked).content.decode()
    assert ("anna" in kept) is (set_aside is cases.defer)


def test_a_page_that_is_left_puts_its_case_back(desk):
    item = _waiting("There.", 0.8)
    page = desk.post(reverse("desk:claim", args=[item.comment_id]), HTTP_HX_REQUEST="true")
    until = re.search(r'name="held" value="([^"]+)"', page.content.decode()).group(1)
    response = desk.post(reverse("desk:release", args=[item.comment_id]), {"until": until})
    assert response.status_code == 204
    item.refresh_from_db()
    assert item.claimed_by is None


@pytest.mark.parametrize("until", ["", "soon", "9999-99-99T00:00:00Z"])
def test_a_release_that_cannot_be_read_changes_nothing(desk, until):
    item = _waiting("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    response = desk.post(reverse("desk:release", args=[item.comment_id]), {"until": until})
    assert response.status_code == 204
    item.refresh_from_db()
    assert item.claimed_by is not None


def test_signing_out_puts_back_what_was_in_hand(desk):
    item = _waiting("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    desk.post(reverse("logout"))
    item.refresh_from_db()
    assert item.claimed_by is None


def test_that_a_colleague_left_a_card_is_news(desk):
    item, anna = _waiting("There.", 0.8), make_moderator(username="anna")
    address = reverse("desk:news", args=["needs-review"])
    asked = {"card": item.comment_id, "told": f"{item.comment_id}-{anna.pk}"}
    cases.claim(item=item, moderator=anna)
    assert "anna is reviewing this." in desk.get(address, asked).content.decode()
    cases.release(item=item, moderator=anna)
    page = desk.get(address, asked).content.decode()
    assert f'id="claim-{item.comment_id}"' in page
    assert "anna" not in page


def test_more_leaves_out_what_the_page_shows_and_brings_what_came_since(desk):
    shown = [_waiting(f"Shown {number}.", 0.8) for number in range(3)]
    _waiting("New.", 0.9)
    _waiting("Last.", 0.1)
    cards = [item.comment_id for item in shown]
    response = desk.get(reverse("desk:queue"), {"card": ["", *cards]}, HTTP_HX_REQUEST="true")
    assert _texts(response) == ["New.", "Last."]
    assert "<html" not in response.content.decode()
    assert response.context["back"] == reverse("desk:queue")


def test_a_page_that_is_full_leads_on_to_another(desk, monkeypatch):
    monkeypatch.setattr("moderation.views.queue.CARDS_ON_A_PAGE", 9)
    for number in range(20):
        _waiting(f"{number}", 0.8)
    first = desk.get(reverse("desk:queue"))
    assert first.context["more"]
    cards = [card.comment.pk for card in first.context["cards"]]
    second = desk.get(reverse("desk:queue"), {"card": cards}, HTTP_HX_REQUEST="true")
    assert second.context["more"] == ""
    third = desk.get(second.context["next_page"])
    assert _texts(third) == [str(number) for number in range(16, 20)]


@pytest.mark.parametrize("value", ["9" * 30, "-1", "x", "²", ""])
def test_ids_that_cannot_be_read_are_passed_over(desk, value):
    _waiting("There.", 0.8)
    for address in (reverse("desk:queue"), reverse("desk:news", args=["needs-review"])):
        response = desk.get(address, {"card": value, "told": f"{value}-1"}, HTTP_HX_REQUEST="true")
        assert response.status_code == 200


def test_the_last_page_leads_back_to_the_start(desk):
    _waiting("There.", 0.8)
    page = desk.get(reverse("desk:queue"), {"after": "0.1_1", "order": "worst"}).content.decode()
    assert "End of the queue." in page
    assert f'href="{reverse("desk:queue")}?order=worst"' in page


def test_the_filters_show_what_can_be_chosen_and_keep_what_cannot(desk):
    article = make_article()
    page = desk.get(reverse("desk:queue"), {"article": article.pk, "least": 40}).content.decode()
    filters = re.search(r'<form class="filters" method="get".*?</form>', page, re.DOTALL)[0]
    assert re.findall(r"<label[^>]*>(.*?)</label>", filters) == [
        "Clause",
        "Section",
        "From %",
        "To %",
        "Waiting",
        "Order",
    ]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\d+)"', filters) == [
        ("article", str(article.pk))
    ]
    assert re.findall(r'<input type="number" name="(\w+)"[^>]*value="(\d+)"', filters) == [
        ("least", "40")
    ]
