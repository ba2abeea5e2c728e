"""Who takes a case in hand, who is told of it, and how it is put back."""

import re

import pytest
from django.urls import reverse

from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.deciding import decide
from tests.factories import (
    make_moderator,
)
from tests.views.queue.cards import waiting_case

pytestmark = pytest.mark.django_db


def test_a_claim_is_told_to_others(desk, client):
    item = waiting_case("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    item.refresh_from_db()
    assert item.claimed_by is not None
    client.force_login(make_moderator())
    page = client.get(reverse("desk:queue")).content.decode()
    assert f"{item.claimed_by.username} is reviewing this." in page


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_a_page_claims_nothing(desk, method):
    item = waiting_case("There.", 0.8)
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
    item = waiting_case("There.", 0.8)
    address = reverse("desk:claim", args=[item.comment_id])
    response = desk.post(address, {"next": reverse("desk:queue")}, follow=True)
    assert response.redirect_chain[0][0] == f"{reverse('desk:queue')}#card-{item.comment_id}"
    assert "You are reviewing this until" in response.content.decode()
    item.refresh_from_db()
    assert item.claimed_by is not None


def test_a_claim_that_comes_second_says_who_was_first(desk):
    item = waiting_case("There.", 0.8)
    cases.claim(item=item, moderator=make_moderator(username="anna"))
    address = reverse("desk:claim", args=[item.comment_id])
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        response = desk.post(address, follow=True, **headers)
        assert "anna is reviewing this." in response.content.decode()


def test_a_claim_of_a_closed_case_says_who_closed_it(desk):
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
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
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    set_aside(comment=item.comment, moderator=anna, version_token=token)
    address = reverse("desk:claim", args=[item.comment_id])
    response = desk.post(address, {"version_token": token}, follow=True, **headers)
    assert text in response.content.decode()
    item.refresh_from_db()
    assert item.claimed_by is None


def test_a_case_that_was_snoozed_is_claimed_by_who_saw_that(desk):
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
    token = version_token_of(item.comment)
    cases.defer(comment=item.comment, moderator=anna, version_token=token)
    desk.post(
        reverse("desk:claim", args=[item.comment_id]),
        {"version_token": version_token_of(item.comment)},
    )
    item.refresh_from_db()
    assert item.claimed_by is not None


def test_a_page_that_is_left_puts_its_case_back(desk):
    item = waiting_case("There.", 0.8)
    page = desk.post(reverse("desk:claim", args=[item.comment_id]), HTTP_HX_REQUEST="true")
    until = re.search(r'name="held" value="([^"]+)"', page.content.decode()).group(1)
    response = desk.post(reverse("desk:release", args=[item.comment_id]), {"until": until})
    assert response.status_code == 204
    item.refresh_from_db()
    assert item.claimed_by is None


@pytest.mark.parametrize("until", ["", "soon", "9999-99-99T00:00:00Z"])
def test_a_release_that_cannot_be_read_changes_nothing(desk, until):
    item = waiting_case("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    response = desk.post(reverse("desk:release", args=[item.comment_id]), {"until": until})
    assert response.status_code == 204
    item.refresh_from_db()
    assert item.claimed_by is not None


def test_signing_out_puts_back_what_was_in_hand(desk):
    item = waiting_case("There.", 0.8)
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    desk.post(reverse("logout"))
    item.refresh_from_db()
    assert item.claimed_by is None


@pytest.mark.parametrize("page", ["news", "claim"])
def test_who_lost_a_case_is_told_at_once(desk, page):
    item, ben = waiting_case("There.", 0.8), make_moderator(username="ben")
    desk.post(reverse("desk:claim", args=[item.comment_id]))
    cases.take_over(item=item, moderator=ben, version_token=version_token_of(item.comment))
    if page == "news":
        asked = {"card": item.comment_id, "since": item.pk}
        answer = desk.get(reverse("desk:news", args=["needs-review"]), asked)
    else:
        address = reverse("desk:claim", args=[item.comment_id])
        answer = desk.post(address, HTTP_HX_REQUEST="true")
    assert "ben took this over from you." in answer.content.decode()


def test_a_bulk_action_leaves_what_a_colleague_has_in_hand(desk):
    item, anna = waiting_case("There.", 0.8), make_moderator(username="anna")
    cases.claim(item=item, moderator=anna)
    token = version_token_of(item.comment)
    form = {"action": "approve", "pick": item.comment_id, f"seen-{item.comment_id}": token}
    page = desk.post(reverse("desk:decide_bulk"), form, follow=True).content.decode()
    assert "1 comment was left: anna is reviewing it." in page
